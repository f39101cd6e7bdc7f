package pggit.load.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import pggit.load.pggit.PgGitSource;

/**
 * The reference extension with a known defect of its speed, or what is to be compared with itself.
 *
 * @param name for the certificate
 * @param insideCommit a statement run by each commit; empty for none. {@code %d} is how many turns
 *     of an empty loop take the share
 * @param share of a commit; empty for none
 * @param atEnd SQL at the end of the extension's script; empty for none
 * @param sources a baseline and its candidate; one: compared with itself; none: the reference
 *     extension, with the defect if there is one
 * @param beside what else is at work on the machine
 * @param work largest share by which the processor time of a commit may get worse; empty: as it is
 *     set
 * @param runs how many of the gate the certificate wants
 */
record Variant(
    String name,
    String insideCommit,
    Optional<Share> share,
    String atEnd,
    List<PgGitSource> sources,
    Beside beside,
    OptionalDouble work,
    int runs) {
  /** Where each commit passes, in the reference extension. */
  private static final String PLACE = "  this_number := nextval('pggit.commit_number');";

  /** How names of cases begin that are no change: their runs are added up. */
  static final String UNCHANGED = "unchanged";

  private static final String THREE = "commit time +3 %";
  private static final String FIVE = "commit time +5 %";

  /** Those that say how sharp the gate is. */
  static final List<String> TOLD = List.of(FIVE, THREE);

  private static final String LOOP = "FOR turn IN 1..%d LOOP END LOOP;";
  private static final double HALF_A_PERCENT = 0.005;
  private static final int BACKTESTS = 5;
  private static final int SOME = 20;
  private static final int MANY = 73;

  /**
   * How much longer a commit takes.
   *
   * @param of 0.05 for 5 %
   * @param ofWork of its processor time; false: of all its time
   */
  record Share(double of, boolean ofWork) {}

  private static final List<Variant> CHANGED =
      List.of(
          slower(THREE, new Share(0.03, false), MANY),
          slower(FIVE, new Share(0.05, false), MANY),
          slower("commit time +10 %", new Share(0.1, false), SOME),
          slower("commit time +20 %", new Share(0.2, false), SOME),
          slower("CPU time +1 %, allowed 0.5 %", new Share(0.01, true), SOME)
              .allowing(HALF_A_PERCENT),
          changed(
              "one more WAL record",
              "PERFORM pg_catalog.pg_logical_emit_message(true, 'gate', 'more');",
              ""),
          changed(
              "one more index",
              "",
              "CREATE INDEX recorded_commits_name ON pggit.recorded_commits (name, message);"),
          changed(
              "one more trigger",
              "",
              """
              CREATE FUNCTION pggit.one_more() RETURNS trigger LANGUAGE plpgsql AS $$
              BEGIN RETURN NULL; END $$;
              CREATE TRIGGER one_more AFTER INSERT ON pggit.recorded_commits
                FOR EACH ROW EXECUTE FUNCTION pggit.one_more();"""),
          changed(
              "a plan gone wrong at 10,000 commits",
              "PERFORM FROM pggit.recorded_commits c WHERE c.message = commit_changes.message;",
              ""),
          changed(
              "one lock for all until the end of the transaction",
              "PERFORM pg_catalog.pg_advisory_xact_lock(1);",
              ""),
          changed(
              "a message stored and indexed twice",
              "",
              """
              ALTER TABLE pggit.recorded_commits
                ADD COLUMN again text GENERATED ALWAYS AS (message) STORED;
              CREATE INDEX recorded_commits_again ON pggit.recorded_commits (again);"""),
          slower(
              "the first 100 commits of a session take half as long again",
              """
              IF coalesce(nullif(current_setting('pggit.made', true), ''), '0')::int < 100 THEN
                PERFORM set_config('pggit.made',
                  (coalesce(nullif(current_setting('pggit.made', true), ''), '0')::int + 1)::text, false);
                FOR turn IN 1..%d LOOP END LOOP;
              END IF;""",
              new Share(0.5, true),
              SOME));

  /**
   * All cases.
   *
   * @param released a pgGit that is compared with itself, too; empty: without that
   */
  static List<Variant> all(Optional<PgGitSource> released) {
    var all = new ArrayList<Variant>();
    all.add(unchanged("(A/A)", List.of(), Beside.NOTHING, 160));
    all.add(
        unchanged("(A/A), allowed 0.5 %", List.of(), Beside.NOTHING, SOME)
            .allowing(HALF_A_PERCENT));
    for (Beside beside : Beside.values()) {
      if (beside != Beside.NOTHING) {
        all.add(unchanged("beside " + beside.words(), List.of(), beside, 26));
      }
    }
    released.ifPresent(
        source -> all.add(unchanged("released pgGit", List.of(source), Beside.NOTHING, 100)));
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

  /** Two versions of which nobody knows what the gate should say. */
  static Variant between(String name, PgGitSource baseline, PgGitSource candidate) {
    return of(
        name, "", Optional.empty(), "", List.of(baseline, candidate), Beside.NOTHING, BACKTESTS);
  }

  private static Variant unchanged(
      String what, List<PgGitSource> sources, Beside beside, int runs) {
    return of(UNCHANGED + " " + what, "", Optional.empty(), "", sources, beside, runs);
  }

  private static Variant slower(String name, Share share, int runs) {
    return slower(name, LOOP, share, runs);
  }

  private static Variant slower(String name, String insideCommit, Share share, int runs) {
    return of(name, insideCommit, Optional.of(share), "", List.of(), Beside.NOTHING, runs);
  }

  static Variant changed(String name, String insideCommit, String atEnd) {
    return of(name, insideCommit, Optional.empty(), atEnd, List.of(), Beside.NOTHING, SOME);
  }

  private static Variant of(
      String name,
      String insideCommit,
      Optional<Share> share,
      String atEnd,
      List<PgGitSource> sources,
      Beside beside,
      int runs) {
    return new Variant(
        name, insideCommit, share, atEnd, sources, beside, OptionalDouble.empty(), runs);
  }

  private Variant allowing(double most) {
    return new Variant(
        name, insideCommit, share, atEnd, sources, beside, OptionalDouble.of(most), runs);
  }

  PgGitSource baseline() {
    return sources.isEmpty() ? PgGitSource.reference() : sources.get(0);
  }

  /**
   * @param changed where {@link #write} wrote the defect
   */
  PgGitSource candidate(Path changed) {
    if (sources.size() > 1) {
      return sources.get(1);
    }
    return isUnchanged() ? baseline() : PgGitSource.of(List.of(changed));
  }

  boolean isUnchanged() {
    return name.startsWith(UNCHANGED);
  }

  /** What is allowed in its runs. */
  Limits limits(Limits set) {
    return new Limits(set.time(), work.orElse(set.work()), set.cost());
  }

  /**
   * Writes the extension into an empty directory.
   *
   * @param turns of an empty loop that each commit makes, for the share of its time
   */
  void write(Path directory, long turns) {
    String inside = insideCommit.replace("%d", Long.toString(turns));
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
