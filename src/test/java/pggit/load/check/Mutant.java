package pggit.load.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The reference extension made wrong on purpose: a file of {@code src/test/resources/mutants}, in
 * which {@code -- family:} names the checks to make, each {@code -- red:} a verdict that has to
 * fail and each {@code -- told:} one that has to be undecided. What follows {@code -- commit as:}
 * is the body of a {@code commit_changes} that may call the real one as {@code pggit.original},
 * with the arguments of other contracts after {@code commit with ID as} and {@code commit with
 * parents as}; {@code -- version as:} does the same for the function that writes a table's version.
 */
public record Mutant(String name, String family, Set<String> red, Set<String> told, String sql) {

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

  /** The contract branch-first, for which {@code pggit.own_id} gives a commit another ID. */
  private static final String COMMIT_WITH_ID =
      """
      ALTER FUNCTION pggit.commit_changes(text, text, text) RENAME TO original;
      CREATE FUNCTION pggit.own_id(old text, wanted text) RETURNS text LANGUAGE plpgsql AS $own$
      BEGIN
        UPDATE pggit.trinity_ids t SET trinity_id = wanted WHERE t.trinity_id = old;
        UPDATE pggit.recorded_commits c SET trinity_id = wanted WHERE c.trinity_id = old;
        RETURN wanted;
      END $own$;
      CREATE FUNCTION pggit.commit_changes(
        p_branch_name text, p_message text DEFAULT '', p_custom_trinity_id text DEFAULT NULL)
      RETURNS text LANGUAGE plpgsql %s AS $mutant$
      %s
      $mutant$;
      """;

  /** The contract create-commit, with its IDs and parents in a table of their own. */
  private static final String COMMIT_WITH_PARENTS =
      """
      ALTER FUNCTION pggit.commit_changes(text, text, text) RENAME TO original;
      CREATE TABLE pggit.commit_ids (commit_id uuid PRIMARY KEY, trinity_id text, parents uuid[]);
      GRANT SELECT ON pggit.commit_ids TO PUBLIC;
      ALTER VIEW pggit.commits RENAME TO plain_commits;
      CREATE VIEW pggit.commits AS
        SELECT c.*, i.commit_id FROM pggit.plain_commits c LEFT JOIN pggit.commit_ids i USING (trinity_id);
      GRANT SELECT ON pggit.commits TO PUBLIC;
      CREATE FUNCTION pggit.refuse_unknown(parents uuid[]) RETURNS void LANGUAGE plpgsql AS $known$
      BEGIN
        IF EXISTS (SELECT FROM unnest(parents) p WHERE p NOT IN (SELECT commit_id FROM pggit.commit_ids)) THEN
          RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation', MESSAGE = 'there is no such parent';
        END IF;
      END $known$;
      CREATE FUNCTION pggit.create_commit(
        p_branch_name text, p_message text, p_sql_content text, p_parent_ids uuid[] DEFAULT NULL)
      RETURNS uuid LANGUAGE plpgsql %s AS $mutant$
      %s
      $mutant$;
      """;

  private static final Map<String, String> KINDS =
      Map.of(
          "commit",
          COMMIT,
          "commit with ID",
          COMMIT_WITH_ID,
          "commit with parents",
          COMMIT_WITH_PARENTS);

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
          values(text, "told"),
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
    var marks =
        Pattern.compile("(?m)^-- (commit|commit with ID|commit with parents|version) as ?(.*):$")
            .matcher(text);
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
    var function = KINDS.get(kind);
    return function == null
        ? VERSION.formatted(body)
        : function.formatted(options.isEmpty() ? OPTIONS : options, body);
  }

  /** Whether one of its verdicts is that of a property. */
  boolean isAbout(String property) {
    return Stream.of(red, told).flatMap(Set::stream).anyMatch(v -> v.startsWith(property));
  }

  /** Whether its checks measure something that others would disturb. */
  boolean isAlone() {
    return Family.all().stream().anyMatch(f -> f.name().equals(family) && f.alone());
  }

  @Override
  public String toString() {
    return name;
  }
}
