package pggit.load.pggit;

import java.util.Locale;

/** What an SQL error in a script of {@code pggit.source} does. */
public enum OnError {
  /** Ends the installation, as psql does with {@code ON_ERROR_STOP}. */
  STOP,
  /** Counts the statement as failed and goes on with the next, as psql does by default. */
  CONTINUE;

  /** As {@code pggit.source.on-error} names it. */
  public static OnError of(String setting) {
    return valueOf(setting.toUpperCase(Locale.ROOT));
  }
}
