package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import pggit.load.measure.Verdict;

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
    return Family.of(
        "messages",
        texts("an empty or blank message is kept or refused", "", " ", "   ", "\n", "\t"),
        texts(
            "blanks at the ends of a message are kept",
            "end ",
            " start",
            "  both  ",
            "\tindented",
            "line end\n",
            "line end\r\n",
            "\n\nempty lines first"),
        texts(
            "line ends and control characters in a message are kept",
            "one\ntwo\n\nfour",
            "one\r\ntwo",
            "one\rtwo",
            "tab\tand  two blanks",
            "bell\u0007escape\u001bdelete\u007f",
            "first \u0001 last \u001f",
            "vertical\u000btab, form\ffeed"),
        texts(
            "quotes, backslashes and SQL in a message are kept",
            "it's",
            "''''",
            "say \"hello\"",
            "back\\slash \\n \\t \\' \\\\",
            "$$ $1 $body$ :name ? ?? ${x} #{y}",
            "%s %I %L %1$s 100% %",
            "'); DROP TABLE pggit.commits; --",
            "' || version() || '",
            "/* comment */ -- comment",
            "\\x41 \\u0041 \\u0000 E'\\n' U&'\\0041'",
            "a_b%c*d?e[f]"),
        texts(
            "text that looks like data in a message is kept",
            "NULL",
            "null",
            "{}",
            "{a,b,\"c\"}",
            "(1,2)",
            "{\"key\": \"value\", \"n\": 1e5}",
            "{ \"b\" : 1, \"a\" : 2 , \"a\" : 3}",
            "[1, 2]",
            "<a href=\"x\">&amp;</a>",
            "\\N",
            "\\.",
            "007",
            "1.50",
            "2024-02-30",
            "a,b;c\td",
            "infinity",
            "t"),
        texts(
            "Unicode in a message is kept",
            "äöüß Straße",
            "e\u0301 and é", // decomposed and composed: different bytes
            "Ångström \u212b",
            "ﬁ ﬀ ½ ² Ⅷ",
            "日本語 中文 한국어",
            "עברית \u202e العربية",
            "🐘 👩‍👩‍👧 🇪🇺",
            "𝔘𝔫𝔦 \ud840\udc00",
            "\u00a0\u2003\u3000",
            "\ufeffbyte order mark",
            "zero\u200bwidth\u00adsoft",
            "ıİ ſ",
            "\uffff \ufffd"),
        Property.of("quotes and SQL in a commit's name are harmless", Messages::names),
        Property.of(SIZES, Messages::sizes),
        Property.of("the same message by simple protocol", Messages::literals));
  }

  private static Property texts(String name, String... texts) {
    return Property.of(
        name,
        lab -> {
          var session = lab.user();
          var findings = new Findings();
          for (var text : texts) {
            single(lab, session, text)
                .ifPresent(wrong -> findings.add(Text.shown(text) + ": " + wrong));
          }
          return findings.answer(texts.length + " messages kept to the byte, or refused", MEANING);
        });
  }

  /** What is wrong with how one message was taken. */
  private static Optional<String> single(Lab lab, Session session, String message)
      throws SQLException {
    var before = lab.anatomy().counts(lab.shared());
    Made[] made = new Made[1];
    var failure = session.attempt(() -> made[0] = session.make("messages", message));
    if (failure.isPresent()) {
      var left = lab.anatomy().changes(lab.shared(), before);
      if (!left.isEmpty()) {
        return Optional.of("refused, and yet " + String.join(", ", left));
      }
      return failure.get().isRefusal() && message.isBlank()
          ? Optional.empty()
          : Optional.of("failed with " + failure.get());
    }
    var stored = lab.anatomy().stored(session, made[0]);
    if (stored.isEmpty()) {
      return Optional.of("acknowledged with ID " + made[0].id() + ", not stored");
    }
    return stored.get().equals(message)
        ? Optional.empty()
        : Optional.of(Text.change(message, stored.get()));
  }

  private static Answer names(Lab lab) throws SQLException {
    if (!lab.isTrinity()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var findings = new Findings();
    for (var name :
        List.of(
            "it's",
            "a\\b",
            "%s %I %",
            "'); DROP TABLE pggit.commits; --",
            "🐘 \"x\"",
            "{a,\"b" + "\"}")) {
      Made[] made = new Made[1];
      var failure = session.attempt(() -> made[0] = session.make(name, "names", "a message"));
      if (failure.isPresent()) {
        findings.add(Text.shown(name) + ": failed with " + failure.get());
      } else if (lab.anatomy().name().isPresent()) {
        var stored = lab.anatomy().value(session, made[0], "c." + lab.anatomy().name().get());
        if (!stored.equals(Optional.of(name))) {
          findings.add(
              Text.shown(name) + ": " + stored.map(s -> Text.change(name, s)).orElse("not stored"));
        }
      }
    }
    return findings.answer(
        "6 names taken as they are",
        "Whoever chooses a commit's name can break or change a commit");
  }

  private static Answer literals(Lab lab) throws SQLException {
    var session = lab.user();
    var message = "it''s 100 % \\ “quoted” 🐘";
    session.run("SELECT " + Literals.call(lab, Session.NAME, "literals", message));
    long stored =
        session.number(
            "SELECT count(*) FROM pggit.commits c WHERE c." + lab.anatomy().message() + " = ?",
            message);
    return Answer.of(
        stored == 1, "stored to the byte", "stored " + stored + " times to the byte. " + MEANING);
  }

  private static Answer sizes(Lab lab) throws SQLException {
    var session = lab.user();
    var findings = new Findings();
    Map<Integer, Failure> refused = new LinkedHashMap<>();
    var sizes = sizes(lab.scale().largestMessage());
    int largest = 0;
    int smallest = sizes.first();
    for (int size : sizes) {
      for (var text : texts(size)) {
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
                        .formatted(first.getKey(), first.getValue())));
    for (var size : refused.keySet()) {
      var failure = refused.get(size);
      boolean namesLimit = failure.isRefusal() && failure.message().matches("(?s).*[0-9].*");
      if (size <= largest && !namesLimit) {
        refusals.add("%,d bytes fail with %s, larger ones do not".formatted(size, failure));
      } else if (!namesLimit) {
        refusals.add("%,d bytes fail with %s".formatted(size, failure));
        break; // the larger ones fail for the same reason
      }
    }
    var kept = "%d sizes up to %,d bytes, kept to the byte".formatted(sizes.size(), largest);
    return new Answer.Several(
        List.of(
            verdict(SIZES, findings, kept),
            verdict(
                LIMIT,
                refusals,
                refused.isEmpty()
                    ? "none up to %,d bytes".formatted(largest)
                    : "from %,d bytes on: %s"
                        .formatted(
                            refused.keySet().iterator().next(),
                            refused.values().iterator().next()))));
  }

  private static Verdict verdict(String name, Findings findings, String good) {
    return Verdict.of(
        findings.none(), name, findings.none() ? good : findings.text() + ". " + MEANING);
  }

  /**
   * Letters that hardly compress, words that do, and characters of four bytes that do not end at a
   * limit.
   */
  private static List<String> texts(int size) {
    var texts = new ArrayList<String>();
    texts.add(Text.random(size, size));
    if (size > 1500 && size <= 2_000_000) {
      texts.add("repeated,".repeat(size / 9) + ".".repeat(size % 9)); // compresses well
    }
    if (size >= 250 && size <= 70_000) {
      texts.add("x" + "🐘".repeat((size - 1) / 4) + "x".repeat((size - 1) % 4));
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
