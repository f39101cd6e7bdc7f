package pggit.load.bench;

/** What is asked of the server again and again. */
public enum Load {
  SELECT("SELECT 1"),
  COMMIT("commit");

  /** Arguments of each commit, alike for all drivers; ours adds its stamp to the message. */
  static final String NAME = "load";

  static final String BRANCH = "main";
  static final String MESSAGE = "[benchmark-0123456789] load";
  static final String COMMIT_SQL = "SELECT pggit.commit_changes(?, ?, ?)";

  private final String label;

  Load(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
