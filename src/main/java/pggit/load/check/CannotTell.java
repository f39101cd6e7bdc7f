package pggit.load.check;

/** Ends an examination that cannot come to an answer, with the reason. */
class CannotTell extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CannotTell(String reason) {
    super(reason);
  }

  /** What a script itself says, rather than something around it. */
  static final class OfScript extends CannotTell {

    private static final long serialVersionUID = 1L;

    OfScript(String reason) {
      super(reason);
    }
  }
}
