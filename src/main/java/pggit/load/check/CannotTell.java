package pggit.load.check;

/** Ends an examination that cannot come to an answer, with the reason. */
final class CannotTell extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CannotTell(String reason) {
    super(reason);
  }
}
