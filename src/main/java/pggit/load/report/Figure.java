package pggit.load.report;

/**
 * One of the numbers on the first screen.
 *
 * @param more what helps to judge it
 * @param state {@code good}, {@code bad}, {@code warn} or empty
 */
record Figure(String label, String value, String more, String state) {}
