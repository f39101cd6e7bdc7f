package pggit.load.server;

/**
 * Something a user must mend before any load can run: a port in use, a wrong password, a missing
 * extension. The message alone has to do, since it is shown without a stack trace: it names the
 * thing, its value, where the value came from, and the remedy. It never holds a password.
 */
public class SetupException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SetupException(String message) {
    super(message);
  }

  public SetupException(String message, Throwable cause) {
    super(message, cause);
  }
}
