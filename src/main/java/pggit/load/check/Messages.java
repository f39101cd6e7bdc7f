package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import pggit.load.measure.Severity;

/** Messages of any content and size: stored to the byte, or refused in a way that says why. */
final class Messages {

  private static final String MEANING =
      "A message has to be kept to the byte or refused with an error that says why";

  /** Bytes of a message that has to fit: a list of what a large merge brings. */
  private static final int ORDINARY = 10_000;

  private static final String SIZES = "messages of any size";
  private static final String LIMIT = "messages of any size: a limit is named";

  private Messages() {}

  static Family family() {
    return Family.of("messages", Severity.LOSS, Property.of(SIZES, Messages::sizes))
        .with("messages");
  }

  private static Answer sizes(Lab lab) throws SQLException {
    var session = lab.user();
    var findings = new Findings();
    Map<Integer, Failure> refused = new LinkedHashMap<>();
    var sizes = sizes(lab.scale().largestMessage());
    var wide = lab.storable(List.of("🐘"));
    int largest = 0;
    int smallest = sizes.first();
    for (int size : sizes) {
      for (var text : texts(size, wide)) {
        Made[] made = new Made[1];
        var before = lab.anatomy().counts(lab.shared());
        var failure = session.attempt(() -> made[0] = session.make("sizes", text));
        if (failure.isPresent()) {
          refused.putIfAbsent(size, failure.get());
          var left = lab.anatomy().changes(lab.shared(), before);
          if (!left.isEmpty()) {
            findings.add(
                "%,d bytes are refused, and yet %s".formatted(size, String.join(", ", left)));
          }
          continue;
        }
        largest = Math.max(largest, size);
        var stored = lab.anatomy().stored(session, made[0]);
        if (stored.isEmpty()) {
          findings.add("%,d bytes: acknowledged, not stored".formatted(size));
        } else if (!stored.get().equals(text)) {
          if (size == smallest) {
            return Answer.unknown(
                "a message of %d bytes is altered already: %s"
                    .formatted(size, Text.change(text, stored.get())));
          }
          findings.add("%,d bytes: %s".formatted(size, Text.change(text, stored.get())));
        }
      }
    }
    var refusals = new Findings();
    refused.entrySet().stream()
        .findFirst()
        .filter(first -> first.getKey() <= ORDINARY)
        .ifPresent(
            first ->
                refusals.add(
                    "ordinary messages do not fit: from %,d bytes on they fail with %s"
                        .formatted(first.getKey(), first.getValue()),
                    first.getValue()));
    for (var size : refused.keySet()) {
      var failure = refused.get(size);
      boolean namesLimit = failure.isRefusal() && failure.message().matches("(?s).*[0-9].*");
      if (size <= largest && !namesLimit) {
        refusals.add(
            "%,d bytes fail with %s, larger ones do not".formatted(size, failure), failure);
      } else if (!namesLimit) {
        refusals.add("%,d bytes fail with %s".formatted(size, failure), failure);
        break; // the larger ones fail for the same reason
      }
    }
    var kept = "%d sizes up to %,d bytes, kept to the byte".formatted(sizes.size(), largest);
    var verdicts = new ArrayList<>(findings.answer(kept, MEANING).examined(SIZES));
    var none = "none up to %,d bytes".formatted(largest);
    var first =
        refused.entrySet().stream()
            .findFirst()
            .map(e -> "from %,d bytes on: %s".formatted(e.getKey(), e.getValue()));
    verdicts.addAll(refusals.answer(first.orElse(none), MEANING).examined(LIMIT));
    return new Answer.Several(verdicts);
  }

  /**
   * Letters that hardly compress, words that do, and characters of four bytes that do not end at a
   * limit.
   *
   * @param wide characters of four bytes
   */
  private static List<String> texts(int size, List<String> wide) {
    var texts = new ArrayList<String>();
    texts.add(Text.random(size, size));
    if (size > 1500 && size <= 2_000_000) {
      texts.add("repeated,".repeat(size / 9) + ".".repeat(size % 9)); // compresses well
    }
    if (size >= 250 && size <= 70_000) {
      wide.forEach(
          letter -> texts.add("x" + letter.repeat((size - 1) / 4) + "x".repeat((size - 1) % 4)));
    }
    return texts;
  }

  private static SortedSet<Integer> sizes(int largest) {
    var sizes = new TreeSet<Integer>();
    for (int limit : List.of(64, 128, 255, 500, 1000, 1024, 2000, 2704, 4000, 4096, 8000, 8192)) {
      sizes.addAll(List.of(limit - 1, limit, limit + 1));
    }
    for (int limit : List.of(10_000, 32_768, 50_000, 65_536, 100_000, 262_144, 1_000_000)) {
      sizes.addAll(List.of(limit - 1, limit, limit + 1));
    }
    sizes.addAll(List.of(1 << 20, (1 << 20) + 1, 2_000_000, largest));
    sizes.removeIf(size -> size > largest);
    return sizes;
  }
}
