package pggit.load.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import pggit.load.pggit.PgGitSource;

/**
 * The reference extension with a known defect of its speed, or what is to be compared with itself.
 *
 * @param name for the certificate
 * @param share how much longer a commit takes, 0.05 for 5 %; 0 for none of this
 * @param insideCommit a statement run by each commit; empty for none
 * @param atEnd SQL at the end of the extension's script; empty for none
 * @param source compared with itself; the reference extension if there is no defect either
 * @param beside what else is at work on the machine
 * @param runs how many of the gate the certificate wants
 */
record Variant(
    String name,
    double share,
    String insideCommit,
    String atEnd,
    Optional<PgGitSource> source,
    Beside beside,
    int runs) {
  /** Where each commit passes, in the reference extension. */
  private static final String PLACE = "  this_number := nextval('pggit.commit_number');";

  /** How names of cases begin that are no change: their runs are added up. */
  static final String UNCHANGED = "unchanged";

  private static final List<Variant> CHANGED =
      List.of(
          slower("commit time +3 %", 0.03),
          slower("commit time +5 %", 0.05),
          slower("commit time +10 %", 0.10),
          slower("commit time +20 %", 0.20),
          changed(
              "one more WAL record",
              "PERFORM pg_catalog.pg_logical_emit_message(true, 'gate', 'more');",
              ""),
          changed(
              "one more index",
              "",
              "CREATE INDEX recorded_commits_name ON pggit.recorded_commits (name, message);"));

  /**
   * All cases.
   *
   * @param released a pgGit that is compared with itself, too; empty: without that
   */
  static List<Variant> all(Optional<PgGitSource> released) {
    var all = new ArrayList<Variant>();
    all.add(unchanged("(A/A)", Optional.empty(), Beside.NOTHING, 300));
    for (Beside beside : Beside.values()) {
      if (beside != Beside.NOTHING) {
        all.add(unchanged("beside " + beside.words(), Optional.empty(), beside, 25));
      }
    }
    released.ifPresent(
        source -> all.add(unchanged("released pgGit", released, Beside.NOTHING, 100)));
    all.addAll(CHANGED);
    return all;
  }

  /** The case of this name. */
  static Variant named(String name) {
    return all(Optional.empty()).stream()
        .filter(variant -> variant.name.equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Variant unchanged(
      String what, Optional<PgGitSource> source, Beside beside, int runs) {
    return new Variant(UNCHANGED + " " + what, 0, "", "", source, beside, runs);
  }

  private static Variant slower(String name, double share) {
    return new Variant(name, share, "", "", Optional.empty(), Beside.NOTHING, 73);
  }

  static Variant changed(String name, String insideCommit, String atEnd) {
    return new Variant(name, 0, insideCommit, atEnd, Optional.empty(), Beside.NOTHING, 73);
  }

  boolean isUnchanged() {
    return name.startsWith(UNCHANGED);
  }

  /**
   * Writes the extension into an empty directory.
   *
   * @param turns of an empty loop that each commit makes, for the share of its time
   */
  void write(Path directory, long turns) {
    String inside =
        turns > 0
            ? String.format(Locale.ROOT, "FOR turn IN 1..%d LOOP END LOOP;", turns)
            : insideCommit;
    String script = resource("pggit--1.0.sql");
    if (!script.contains(PLACE)) {
      throw new IllegalStateException("commit_changes has no line \"" + PLACE + "\" any more");
    }
    try {
      Files.writeString(directory.resolve("pggit.control"), resource("pggit.control"));
      Files.writeString(
          directory.resolve("pggit--1.0.sql"),
          script.replace(PLACE, PLACE + "\n  " + inside) + "\n" + atEnd + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + directory, e);
    }
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(Variant.class.getResourceAsStream("/pggit/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
