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

  /** Enough commits that several fall into one millisecond. */
  private static final int MANY = 25;

  private static final int FEW = 3;
  private static final double NO_PAUSE = 0;
  private static final double SHORT = 0.03;
  private static final double LONG = 1.05;

  private static final Pattern INDEX = Pattern.compile("\"([^\"]+)\"");

  private static final String COLUMNS =
      """
      SELECT quote_ident(a.attname) FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
      JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[])
      WHERE c.relname = ?""";

  /**
   * Commits of one session.
   *
   * @param what their name in a sentence
   * @param oneTransaction all of them in one
   * @param alike what they have in common, beside the branch
   * @param pauseSeconds between two of them
   * @param meaning what the ID is made of if they collide
   */
  private record Way(
      String what,
      boolean oneTransaction,
      Alike alike,
      int commits,
      double pauseSeconds,
      String meaning) {}

  private enum Alike {
    NOTHING,
    NAME,
    NAME_AND_MESSAGE
  }

  private static final Way ALL =
      new Way("commits of any kind", false, Alike.NOTHING, 2, LONG, "it is no ID");
  private static final Way SECOND =
      new Way(
          "two commits within one second",
          false,
          Alike.NOTHING,
          FEW,
          SHORT,
          "the ID is made of a clock that shows only seconds");
  private static final Way MESSAGE =
      new Way(
          "two commits with the same message",
          false,
          Alike.NAME_AND_MESSAGE,
          FEW,
          SHORT,
          "the ID is made of the message and of nothing that belongs to this commit alone");
  private static final Way TRANSACTION =
      new Way(
          "two commits of one transaction",
          true,
          Alike.NOTHING,
          FEW,
          SHORT,
          "the ID is made of the transaction's time (now()) or number");
  private static final Way MILLISECOND =
      new Way(
          "two commits within one millisecond",
          true,
          Alike.NOTHING,
          MANY,
          NO_PAUSE,
          "the ID is made of a clock whose steps are longer than a commit");
  private static final Way NAME_ALONE =
      new Way(
          "two commits of the same name",
          false,
          Alike.NAME,
          FEW,
          SHORT,
          "the ID is made of the name and of nothing that belongs to this commit alone");
  private static final Way NAME_TRANSACTION =
      new Way(
          "two commits of the same name in one transaction",
          true,
          Alike.NAME,
          FEW,
          SHORT,
          "the ID is made of the name and the transaction's time (now()) or number");
  private static final Way MESSAGE_TRANSACTION =
      new Way(
          "two commits with the same message in one transaction",
          true,
          Alike.NAME_AND_MESSAGE,
          FEW,
          SHORT,
          "the ID is made of the message and the transaction's time (now()) or number");
  private static final Way MESSAGE_MILLISECOND =
      new Way(
          "two commits with the same message within one millisecond",
          true,
          Alike.NAME_AND_MESSAGE,
          MANY,
          NO_PAUSE,
          "the ID is made of the message and a clock whose steps are longer than a commit");

  /** What is behind one finding is behind those that follow too: only the first is told. */
  private static final List<List<Way>> FIRST_OF_EACH =
      List.of(
          List.of(TRANSACTION, MILLISECOND),
          List.of(
              NAME_ALONE,
              MESSAGE,
              TRANSACTION,
              NAME_TRANSACTION,
              MESSAGE_TRANSACTION,
              MILLISECOND,
              MESSAGE_MILLISECOND));

  private Collisions() {}

  static Answer examine(Lab lab) throws SQLException {
    var findings = new Findings();
    var second = collision(lab, SECOND);
    if (second.isPresent()) {
      var one = collision(lab, ALL).orElse(second.get());
      findings.add(one.sentence(), one.signs());
      return answer(findings);
    }
    var seen = new HashSet<Way>();
    var told = new HashSet<Way>();
    for (var ways : FIRST_OF_EACH) {
      for (var way : ways) {
        boolean collides = told.contains(way);
        if (way.alike() == Alike.NAME && !lab.isTrinity()) {
          continue; // commits have no name
        }
        if (seen.add(way)) {
          var collision = collision(lab, way);
          collides = collision.isPresent();
          collision.ifPresent(
              one -> {
                findings.add(one.sentence(), one.signs());
                told.add(way);
              });
        }
        if (collides) {
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
    if (way.oneTransaction()) {
      session.begin();
    }
    for (int i = 0; i < way.commits() && failure.isEmpty(); i++) {
      var message = branch + (way.alike() == Alike.NAME_AND_MESSAGE ? " the same" : " " + i);
      var name = way.alike() == Alike.NOTHING ? Session.nameOf(message) : Session.NAME;
      if (i > 0 && way.pauseSeconds() > 0) {
        session.run("SELECT pg_catalog.pg_sleep(" + way.pauseSeconds() + ")");
      }
      failure = session.attempt(() -> ids.add(session.make(name, branch, message).id()));
    }
    if (way.oneTransaction()) {
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
            .map(c -> '"' + String.valueOf(c).replace("\"", "") + '"')
            .anyMatch(
                c ->
                    lab.anatomy().id().filter(c::equals).isPresent()
                        || lab.anatomy().registry().filter(c::equals).isPresent()
                        || c.matches("(?i)\"(id|.*_id|hash|uuid)\""));
    return ids ? ": " + way.meaning() : " (unique: " + String.join(", ", columns) + ")";
  }
}
