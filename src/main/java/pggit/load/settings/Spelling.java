package pggit.load.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant. */
final class Spelling {
  private Spelling() {}

  /**
   * The known name nearest to {@code typed}: the one with the fewest typing errors, as long as
   * those are at most a third of the name, else the first that ends with what was typed ({@code
   * port} for {@code server.port}).
   */
  static Optional<String> nearest(String typed, Collection<String> known) {
    String wanted = plain(typed);
    Optional<String> near =
        known.stream().min(Comparator.comparingInt(name -> distance(wanted, plain(name))));
    int allowed = Math.max(2, wanted.length() / 3);
    if (near.isPresent() && distance(wanted, plain(near.get())) <= allowed) {
      return near;
    }
    return known.stream().filter(name -> plain(name).endsWith("." + wanted)).findFirst();
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Levenshtein distance: single characters put in, left out or exchanged. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int exchanged = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
