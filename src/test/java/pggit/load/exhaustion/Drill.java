package pggit.load.exhaustion;

/** Something bad that is done to a server with pgGit in it. */
@FunctionalInterface
interface Drill {

  /**
   * Does it.
   *
   * @param findings gets what was seen; a defect of pgGit is a failed verdict, an exception one of
   *     the drill
   */
  void run(Site site, DrillLog findings) throws Exception;
}
