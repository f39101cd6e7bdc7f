package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pggit.load.pggit.ClassPath;

/**
 * What the scripts of the checks say instead of a contract's own functions, as {@code
 * lab.commit(branch, message)}: {@code lab.sql} has the words and what each stands for. Arguments
 * are SQL expressions. What comes out is plain SQL that anybody can run.
 */
final class Macros {

  private static final Pattern CALL = Pattern.compile("\\blab\\.(\\w+)\\(");
  private static final Pattern SIGNATURE = Pattern.compile("-- (\\w+)\\(([\\w, ]*)\\)");
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

  /** An argument that format() is to fill in: such a call is that of a statement still to come. */
  private static final Pattern TO_COME = Pattern.compile("%(?:[0-9]+\\$)?L");

  /** What format() replaces, and what it takes for a percent sign. */
  private static final Pattern SPECIFIER = Pattern.compile("%(?:%|(?:(\\d+)\\$)?(-?\\d*[sIL]))");

  /** Where a call means something else than in a statement: lines of psql's own, and texts. */
  private static final Pattern PLACE =
      Pattern.compile(
          "(?m)(?<meta>^\\\\.*$)|(?<comment>--.*$)|(?<literal>'(?:[^']|'')*')"
              + "|(?<tag>\\$\\w*\\$)(?s:.*?)\\k<tag>|\\blab\\.\\w+\\(");

  private static final Pattern TEXT = Pattern.compile("'((?:[^']|'')*)'");

  /** What becomes of what a call stands for. */
  private enum Use {
    SENT,
    PRINTED,
    /** It is printed in a text that format() makes a statement of. */
    FORMATTED
  }

  /** What format's %L and psql's :'name' make of a text. */
  private static final Pattern LITERAL = Pattern.compile(" ?(E?)'((?:[^']|'')*)'");

  private static final String NO_ROWS =
      "SELECT NULL::text AS relation, NULL::jsonb AS row WHERE false";

  private static final String WORDS = ClassPath.text(Script.ROOT + "lab.sql");
  private static final String WITHOUT = ClassPath.text(Script.ROOT + "without-pggit.sql");
  private static final Macros LABORATORY =
      new Macros(null, WORDS, ClassPath.text(Script.ROOT + "laboratory.sql"));

  /** What a word stands for, with its parameters in braces. */
  private record Macro(List<String> parameters, String sql) {}

  private final @Nullable Lab lab;

  /** By name and number of parameters. */
  private final Map<String, Macro> macros = new HashMap<>();

  private Macros(@Nullable Lab lab, String... definitions) {
    this.lab = lab;
    for (var text : definitions) {
      for (var paragraph : text.split("\n\n", -1)) {
        define(paragraph);
      }
    }
  }

  /** In the lab a branch is prepared before the statement that commits on it. */
  static Macros of(Lab lab) {
    var own = new ArrayList<String>();
    lab.anatomy().words().forEach((word, sql) -> own.add("-- " + word + "\n" + sql));
    return new Macros(lab, WORDS, String.join("\n\n", own));
  }

  /** For a database without pgGit, in which every commit succeeds and stores nothing. */
  static Macros withoutPgGit() {
    return new Macros(null, WORDS, WITHOUT);
  }

  /** What the checks themselves ask the server, by a call of {@code laboratory.sql}. */
  static String question(String call) {
    return LABORATORY.expand("lab." + call);
  }

  /** PgGit's tables. */
  List<String> tables() {
    return lab == null ? List.of() : lab.anatomy().tables();
  }

  /** A comment that begins with the signature, and SQL; other comments say nothing. */
  private void define(String paragraph) {
    var signature = SIGNATURE.matcher(paragraph);
    if (signature.lookingAt()) {
      var parameters = ArgumentList.of(signature.group(2));
      var sql = paragraph.lines().dropWhile(line -> line.startsWith("--")).toList();
      macros.put(
          signature.group(1) + "/" + parameters.size(),
          new Macro(parameters, String.join("\n", sql)));
    }
  }

  /** The statement in this contract's own words. */
  String expand(String text) {
    return expand(text, Use.SENT);
  }

  private String expand(String text, Use use) {
    var out = new StringBuilder();
    int from = 0;
    var call = CALL.matcher(text);
    while (call.find(from)) {
      int end = ArgumentList.end(text, call.end());
      var arguments = ArgumentList.of(text.substring(call.end(), end - 1));
      boolean later = arguments.stream().anyMatch(a -> TO_COME.matcher(a).matches());
      out.append(text, from, call.start())
          .append(
              later && use == Use.SENT
                  ? text.substring(call.start(), end)
                  : one(call.group(1), arguments, later ? Use.FORMATTED : use));
      from = end;
    }
    return out.append(text.substring(from)).toString();
  }

  /**
   * A part of a script in this contract's own words, so that psql does with it what a check does:
   * variables stay, and calls in texts that become statements later are told apart.
   */
  String printed(String text) {
    var out = new StringBuilder();
    int from = 0;
    var place = PLACE.matcher(text);
    while (place.find(from)) {
      boolean call = place.group().startsWith("lab.");
      int end = call ? ArgumentList.end(text, place.end()) : place.end();
      var found = text.substring(place.start(), end);
      out.append(text, from, place.start());
      if (!found.contains("lab.") || place.group("comment") != null) {
        out.append(found);
      } else if (call) {
        out.append(expand(found, Use.PRINTED));
      } else if (place.group("tag") != null) {
        out.append(expand(numbered(found), Use.PRINTED));
      } else {
        boolean meta = place.group("meta") != null;
        out.append(
            TEXT.matcher(found)
                .replaceAll(m -> Matcher.quoteReplacement(inQuotes(m.group(1), meta))));
      }
      from = end;
    }
    return out.append(text.substring(from)).toString();
  }

  private String inQuotes(String quoted, boolean meta) {
    var text = expand(numbered(quoted.replace("''", "'")), Use.PRINTED);
    return meta ? PrintedScript.argument(text) : "'" + text.replace("'", "''") + "'";
  }

  /** Numbers what a call to come takes from format(), since it may need it twice or elsewhere. */
  private static String numbered(String text) {
    if (!TO_COME.matcher(text).find()) {
      return text;
    }
    var last = new AtomicInteger();
    return SPECIFIER
        .matcher(text)
        .replaceAll(
            m -> {
              if (m.group(2) == null) {
                return m.group();
              }
              last.set(m.group(1) == null ? last.get() + 1 : Integer.parseInt(m.group(1)));
              return Matcher.quoteReplacement("%" + last + "$" + m.group(2));
            });
  }

  private String one(String name, List<String> arguments, Use use) {
    if (name.equals("rows")) {
      return rows();
    }
    var macro = macros.get(name + "/" + arguments.size());
    if (macro == null) {
      throw new IllegalArgumentException("no lab." + name + " of " + arguments);
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      values.put(macro.parameters().get(i), arguments.get(i));
    }
    if (name.startsWith("commit") && lab != null && use == Use.SENT) {
      literal(values.getOrDefault("branch", "")).filter(b -> !b.isBlank()).ifPresent(lab::prepare);
    }
    var sql = use == Use.FORMATTED ? macro.sql().replace("%", "%%") : macro.sql();
    return expand(
        PARAMETER
            .matcher(sql)
            .replaceAll(m -> Matcher.quoteReplacement(values.getOrDefault(m.group(1), m.group()))),
        use);
  }

  /** All rows of tables and views that nobody knows beforehand, as far as they can be read. */
  private String rows() {
    if (lab == null) {
      return "(" + NO_ROWS + ")";
    }
    var queries = new ArrayList<>(List.of(NO_ROWS));
    try {
      var session = lab.shared();
      for (var query : session.texts(question("rows_of_relations()"))) {
        if (Failure.in(() -> session.run("SELECT count(r.row) FROM (" + query + ") AS r"))
            .isEmpty()) {
          queries.add(query);
        }
      }
    } catch (SQLException e) {
      throw new CannotTell("pgGit's tables cannot be listed: " + Failure.of(e));
    }
    return "(" + String.join(" UNION ALL ", queries) + ")";
  }

  private static Optional<String> literal(String expression) {
    return Optional.of(LITERAL.matcher(expression))
        .filter(Matcher::matches)
        .map(
            m -> {
              var text = m.group(2).replace("''", "'");
              return m.group(1).isEmpty() ? text : text.replaceAll("\\\\(.)", "$1");
            });
  }
}
