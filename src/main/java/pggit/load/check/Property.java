package pggit.load.check;

/**
 * One thing that pgGit should do.
 *
 * @param name the property, as the verdict says it
 * @param needsCommits whether it makes no sense where plain commits fail
 */
record Property(String name, boolean needsCommits, Examination examination) {

  /** Finds out; an {@link java.sql.SQLException} that comes out of it was not expected. */
  interface Examination {
    Answer examine(Lab lab) throws Exception;
  }

  static Property of(String name, Examination examination) {
    return new Property(name, true, examination);
  }

  /** One that is to be looked at even if pgGit cannot commit. */
  static Property always(String name, Examination examination) {
    return new Property(name, false, examination);
  }
}
