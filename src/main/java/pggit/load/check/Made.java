package pggit.load.check;

/**
 * A commit that was acknowledged.
 *
 * @param id as returned, empty for NULL
 */
record Made(String id, String name, String branch, String message) {}
