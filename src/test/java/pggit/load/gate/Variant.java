package pggit.load.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The reference extension with a known defect of its speed.
 *
 * @param name for the certificate
 * @param share how much longer a commit takes, 0.05 for 5 %; 0 for none of this
 * @param insideCommit a statement run by each commit; empty for none
 * @param atEnd SQL at the end of the extension's script; empty for none
 * @param runs how many of the gate the certificate wants
 */
record Variant(String name, double share, String insideCommit, String atEnd, int runs) {
  /** Where each commit passes, in the reference extension. */
  private static final String PLACE = "  this_number := nextval('pggit.commit_number');";

  static final List<Variant> ALL =
      List.of(
          new Variant("unchanged (A/A)", 0, "", "", 300),
          new Variant("commit time +3 %", 0.03, "", "", 40),
          new Variant("commit time +5 %", 0.05, "", "", 40),
          new Variant("commit time +10 %", 0.10, "", "", 40),
          new Variant("commit time +20 %", 0.20, "", "", 40),
          new Variant(
              "one more WAL record",
              0,
              "PERFORM pg_catalog.pg_logical_emit_message(true, 'gate', 'more');",
              "",
              40),
          new Variant(
              "one more index",
              0,
              "",
              "CREATE INDEX recorded_commits_name ON pggit.recorded_commits (name, message);",
              40));

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
