package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which commits get the same ID, or fail because their ID is there already: from that it shows what
 * the ID is made of.
 */
final class Collisions {

  static final String NAME = "no two commits get the same ID";

  private static final Pattern INDEX = Pattern.compile("\"([^\"]+)\"");

  private static final String COLUMNS =
      """
      SELECT quote_ident(a.attname) FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
      JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[])
      WHERE c.relname = ?\
      """;

  /** What commits have in common, beside the branch, and how the ID would be made of it. */
  private enum Alike {
    NOTHING("", ""),
    NAME(" of the same name", "the name and "),
    MESSAGE(" with the same message", "the message and ");

    private final String what;
    private final String meaning;

    Alike(String what, String meaning) {
      this.what = what;
      this.meaning = meaning;
    }
  }

  /** How they follow each other, and what the ID is made of if they collide. */
  private enum Pace {
    ANY(" of any kind", false, 2, 1.05, "nothing: it is no ID"),
    SECOND(" within one second", false, 3, 0.03, "a clock that shows only seconds"),
    SINGLE("", false, 3, 0.03, "nothing that belongs to this commit alone"),
    TRANSACTION(" in one transaction", true, 3, 0.03, "the transaction's time (now()) or number"),
    /** Enough commits that several fall into one. */
    MILLISECOND(
        " within one millisecond", true, 25, 0, "a clock whose steps are longer than a commit");

    private final String what;
    private final boolean oneTransaction;
    private final int commits;
    private final double pauseSeconds;
    private final String meaning;

    Pace(String what, boolean oneTransaction, int commits, double pauseSeconds, String meaning) {
      this.what = what;
      this.oneTransaction = oneTransaction;
      this.commits = commits;
      this.pauseSeconds = pauseSeconds;
      this.meaning = meaning;
    }
  }

  /** Commits of one session. */
  private record Way(Alike alike, Pace pace) {

    String what() {
      return "two commits" + alike.what + pace.what;
    }

    String meaning() {
      return "the ID is made of " + alike.meaning + pace.meaning;
    }
  }

  /** What is behind one finding is behind those that follow too: only the first is told. */
  private static final List<List<Way>> FIRST_OF_EACH =
      List.of(
          List.of(
              new Way(Alike.NOTHING, Pace.TRANSACTION), new Way(Alike.NOTHING, Pace.MILLISECOND)),
          List.of(
              new Way(Alike.NAME, Pace.SINGLE),
              new Way(Alike.MESSAGE, Pace.SINGLE),
              new Way(Alike.NOTHING, Pace.TRANSACTION),
              new Way(Alike.NAME, Pace.TRANSACTION),
              new Way(Alike.MESSAGE, Pace.TRANSACTION),
              new Way(Alike.NOTHING, Pace.MILLISECOND),
              new Way(Alike.MESSAGE, Pace.MILLISECOND)));

  private Collisions() {}

  static Answer examine(Lab lab) throws SQLException {
    var findings = new Findings();
    var second = collision(lab, new Way(Alike.NOTHING, Pace.SECOND));
    if (second.isPresent()) {
      var one = collision(lab, new Way(Alike.NOTHING, Pace.ANY)).orElse(second.get());
      findings.add(one.sentence(), one.signs());
      return answer(findings);
    }
    var seen = new HashSet<Way>();
    var told = new HashSet<Way>();
    for (var ways : FIRST_OF_EACH) {
      for (var way : ways) {
        if (way.alike() == Alike.NAME && !lab.isTrinity()) {
          continue; // commits have no name
        }
        if (seen.add(way)) {
          collision(lab, way)
              .ifPresent(
                  one -> {
                    findings.add(one.sentence(), one.signs());
                    told.add(way);
                  });
        }
        if (told.contains(way)) {
          break;
        }
      }
    }
    return answer(findings);
  }

  private static Answer answer(Findings findings) {
    return findings.answer(
        "neither in one transaction, nor within a millisecond, nor with the same message",
        "Whether a commit gets through, or is found by its ID, depends on when and how it is made");
  }

  /** Two commits that get the same ID, or one that fails because of the other's. */
  private record Collision(String sentence, Signs signs) {}

  /** Whether two of these commits collide. Other errors are not looked at. */
  private static Optional<Collision> collision(Lab lab, Way way) throws SQLException {
    var session = lab.user().onceOnly();
    var branch = lab.name("collide-");
    session.attempt(() -> session.make(branch, "there"));
    var ids = new ArrayList<String>();
    Optional<Failure> failure = Optional.empty();
    if (way.pace().oneTransaction) {
      session.begin();
    }
    for (int i = 0; i < way.pace().commits && failure.isEmpty(); i++) {
      var message = branch + (way.alike() == Alike.MESSAGE ? " the same" : " " + i);
      var name = way.alike() == Alike.NOTHING ? Session.nameOf(message) : Session.NAME;
      if (i > 0 && way.pace().pauseSeconds > 0) {
        session.run("SELECT pg_catalog.pg_sleep(" + way.pace().pauseSeconds + ")");
      }
      failure = session.attempt(() -> ids.add(session.make(name, branch, message).id()));
    }
    if (way.pace().oneTransaction) {
      session.undo();
    }
    session.close();
    if (failure.isPresent()) {
      return failure.get().state().equals("23505") && !ids.isEmpty()
          ? Optional.of(
              new Collision(
                  "%s collide: the later one fails with %s%s"
                      .formatted(way.what(), failure.get(), meaning(lab, way, failure.get())),
                  Signs.NONE.and(failure.get())))
          : Optional.empty();
    }
    var different = new HashSet<>(ids);
    return different.size() < ids.size() && !different.contains("")
        ? Optional.of(
            new Collision(
                "%s get the same ID %s: %s".formatted(way.what(), ids.get(0), way.meaning()),
                Signs.NONE))
        : Optional.empty();
  }

  /** Only where the index that refused is one of IDs. */
  private static String meaning(Lab lab, Way way, Failure failure) throws SQLException {
    var index = INDEX.matcher(failure.message());
    if (!index.find()) {
      return "";
    }
    var columns = lab.shared().column(COLUMNS, index.group(1));
    boolean ids =
        columns.stream()
            .map(c -> String.valueOf(c).replace("\"", ""))
            .anyMatch(c -> lab.anatomy().isId(c) || c.matches("(?i)id|.*_id|hash|uuid"));
    return ids ? ": " + way.meaning() : " (unique: " + String.join(", ", columns) + ")";
  }
}
