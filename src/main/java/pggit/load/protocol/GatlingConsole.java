package pggit.load.protocol;

import java.io.PrintStream;
import scala.Console$;

/**
 * What Gatling prints while it runs and at the end. It does so through Scala's console, which keeps
 * to the standard output that there is when it is first used; nobody has used it before the
 * simulation is made.
 */
public final class GatlingConsole {

  private GatlingConsole() {}

  /** What Gatling prints to: what the standard output is at the first call, for ever. */
  public static PrintStream output() {
    return Console$.MODULE$.out();
  }
}
