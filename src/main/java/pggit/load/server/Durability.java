package pggit.load.server;

import java.util.List;
import java.util.Map;

/**
 * The settings without which a killed server forgets commits that it acknowledged: with fsync and
 * synchronous_commit off, 0 of 500 survived; with them on, all.
 */
final class Durability {

  static final List<String> SETTINGS = List.of("fsync", "synchronous_commit", "full_page_writes");

  private Durability() {}

  /**
   * @param said what the server said to SHOW
   * @throws SetupException if one of them is not on
   */
  static void require(Map<String, String> said) {
    for (String name : SETTINGS) {
      String value = said.getOrDefault(name, "unknown");
      if (!value.equals("on")) {
        throw new SetupException(
            "The embedded PostgreSQL says "
                + name
                + " = "
                + value
                + ", but acknowledged commits are to survive a crash: it must be on. Take "
                + name
                + " out of the server's settings.");
      }
    }
  }
}
