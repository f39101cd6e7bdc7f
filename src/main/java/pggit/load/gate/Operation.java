package pggit.load.gate;

/** What a side is asked to do again and again, and may fail at. */
enum Operation {
  /** The very first on a new copy of the database, which is the first of its branch too. */
  FIRST_COMMIT("first commits of a branch"),
  COMMIT("commits"),
  /** Of several users on one branch. */
  COMMIT_AT_ONCE("commits of users at once"),
  /** A table created, altered and dropped. */
  DDL("DDL");

  final String plural;

  Operation(String plural) {
    this.plural = plural;
  }
}
