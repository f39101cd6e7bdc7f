package pggit.load.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The reference extension made wrong on purpose: a file of {@code src/test/resources/mutants}, in
 * which {@code -- family:} names the checks to make and each {@code -- red:} a verdict that has to
 * fail. What follows {@code -- commit as:} is the body of a {@code commit_changes} that may call
 * the real one as {@code pggit.original}; {@code -- version as:} does the same for the function
 * that writes a table's version.
 */
public record Mutant(String name, String family, Set<String> red, String sql) {

  private static final String COMMIT =
      """
      ALTER FUNCTION pggit.commit_changes(text, text, text) RENAME TO original;
      CREATE FUNCTION pggit.commit_changes(commit_name text, branch_name text, message text)
      RETURNS text LANGUAGE plpgsql %s AS $mutant$
      #variable_conflict use_variable
      %s
      $mutant$;
      """;

  private static final String VERSION =
      """
      ALTER FUNCTION pggit.record_version(oid, boolean, boolean) RENAME TO original_version;
      CREATE FUNCTION pggit.record_version(table_oid oid, created boolean, only_if_changed boolean)
      RETURNS void LANGUAGE plpgsql AS $mutant$
      %s
      $mutant$;
      """;

  private static final String OPTIONS = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp";

  public static List<Mutant> all() {
    try (var files = Files.list(Path.of(Mutant.class.getResource("/mutants").getPath()))) {
      return files.sorted().map(Mutant::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Mutant read(Path file) {
    try {
      var text = Files.readString(file, UTF_8);
      return new Mutant(
          file.getFileName().toString().replace(".sql", ""),
          values(text, "family").iterator().next(),
          values(text, "red"),
          sql(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> values(String text, String key) {
    return Pattern.compile("(?m)^-- " + key + ": (.*)$")
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String sql(String text) {
    var marks = Pattern.compile("(?m)^-- (commit|version) as ?(.*):$").matcher(text);
    var sql = new StringBuilder();
    int from = 0;
    String kind = null;
    String options = "";
    while (marks.find()) {
      sql.append(part(kind, options, text.substring(from, marks.start())));
      kind = marks.group(1);
      options = marks.group(2);
      from = marks.end();
    }
    return sql.append(part(kind, options, text.substring(from))).toString();
  }

  private static String part(String kind, String options, String body) {
    if (kind == null) {
      return body;
    }
    return kind.equals("commit")
        ? COMMIT.formatted(options.isEmpty() ? OPTIONS : options, body)
        : VERSION.formatted(body);
  }

  @Override
  public String toString() {
    return name;
  }
}
