package pggit.load.measure;

import java.util.Locale;

/** A part of the time of one operation; waiting for a connection is not the database's time. */
public enum Part {
  /** Intended to started: how late the request was; 0 for a user without a schedule. */
  LAG,
  /**
   * What of the lag, and of handing the request over to a thread, was the injector's own fault: not
   * that of a server which still owed the user the answer before. Only of users with a schedule.
   */
  OWN_LAG,
  /** Started to acquired: waiting for a worker and a connection. */
  ACQUIRE,
  /**
   * Acquired to executed, also called service time: from sending the statement to having read its
   * answer.
   */
  EXECUTE,
  /**
   * Intended to released: all of it, with what giving the connection back costs. It counts from the
   * intended start, so that a server that stalls is not hidden by users who wait for it.
   */
  RESPONSE;

  /** The part's name in tags and metrics: {@code response}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
