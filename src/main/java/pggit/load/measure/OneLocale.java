package pggit.load.measure;

import java.util.Locale;

/**
 * The locale that all of a process works under, whatever the machine's: the digits of SQL and of
 * names, the letters that lower case makes, the language of the driver's messages. Every {@code
 * main} and every run chooses it before anything else, so that no line of code has to remember.
 */
public final class OneLocale {

  private OneLocale() {}

  /** Has this process work under {@link Locale#ROOT} from now on. May come twice. */
  public static void choose() {
    Locale.setDefault(Locale.ROOT);
  }
}
