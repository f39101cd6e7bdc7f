package pggit.load.report;

/** A named fact, in words. */
record Fact(String name, String value) {}
