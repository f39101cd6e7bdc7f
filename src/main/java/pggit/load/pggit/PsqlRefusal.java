package pggit.load.pggit;

/** A line that is not done, where psql would print an error that comes from no server. */
final class PsqlRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PsqlRefusal(String why) {
    super(why, null, false, false);
  }
}
