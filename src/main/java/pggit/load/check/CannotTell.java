package pggit.load.check;

/** Ends an examination that cannot come to an answer, with the reason. */
final class CannotTell extends Exception {

  CannotTell(String reason) {
    super(reason);
  }
}
