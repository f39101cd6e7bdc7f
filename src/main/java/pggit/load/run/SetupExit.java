package pggit.load.run;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.OneLocale;
import pggit.load.server.SetupException;

/** Where a run ends the process before it has begun: a mistake in its set-up, or nothing to do. */
public final class SetupExit {

  private static final Logger LOG = LoggerFactory.getLogger(SetupExit.class);

  /** {@code EX_USAGE} of sysexits.h. */
  private static final int EXIT_CODE = 64;

  private SetupExit() {}

  /** What {@code step} makes; a mistake in the set-up is printed and ends the JVM. */
  public static <T> T orExit(Supplier<T> step) {
    OneLocale.choose();
    try {
      return step.get();
    } catch (SetupException e) {
      // An exception from a simulation's constructor would reach the user as a page of Gatling's
      // stack frames.
      LOG.debug("set-up failed", e);
      System.err.println("\npggit-load: " + e.getMessage() + "\n");
      System.exit(EXIT_CODE);
      throw e;
    }
  }

  /** Says why there is nothing to run, and ends the JVM as a success. */
  public static void leftOut(String why) {
    System.out.println(why);
    System.exit(0);
  }
}
