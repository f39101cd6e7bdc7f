package pggit.load.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import pggit.load.measure.Severity;

/**
 * One property as a script for psql: {@code check/<family>/<property>.sql} on the class path. Its
 * header names the property, what it means if it does not hold ({@code -- means:}), what is said if
 * it does ({@code -- holds:}) and, where it is not its family's, the severity. {@code -- needs:}
 * names an {@link Offer} without which it is not this pgGit's, and {@code -- missing:} what is
 * wrong if that is the contract that promises it; {@code -- commits: may fail} that it is looked at
 * too where plain commits fail, {@code -- errors: are findings} that each statement that fails, and
 * does not without pgGit, is wrong; what follows {@code -- about something} has a verdict of its
 * own. Scripts are ASCII, since a database of any encoding has to take them.
 *
 * <p>What the first column of a query is called says what its rows are: {@code finding}, what is
 * wrong, which {@code symptom} may follow; {@code failed}, the statement that failed last and
 * should not have; {@code unknown}, why nothing can be told; {@code inapplicable}, why the property
 * is not this pgGit's. What stands between {@code -- for each table} and {@code -- after the last
 * table} is done for each of pgGit's tables, which {@code :table} names.
 *
 * <p>After {@code -- session other beside} the next part has its turn when this one has ended or
 * has waited for a lock for a while: {@code :waits} says which, {@code :waiter} is its process. Its
 * next part comes when it has ended; an error is not counted where it waited. What follows {@code
 * -- session crowd of 8} is done by so many at once, or {@code of all} that the scale wants, each
 * with its number {@code :i}; {@code :sessions} says how many.
 *
 * <p>Variables, which sessions have in common: {@code :n}, a number for names that nothing in the
 * database has yet, {@code :series}, how many commits a long series has, {@code :history}, how many
 * a long history, and {@code :seconds}, what time there is for it, {@code :largest}, bytes of the
 * largest message, {@code :branches_made}, how the checks make branches where commits do not, and
 * {@code :stranger}, a role that was granted nothing; the last two are not always set.
 *
 * @param path where it stands
 * @param name the property
 * @param parts what each session does, in turn
 */
record Script(
    String path,
    String name,
    String holds,
    String means,
    Optional<Severity> severity,
    List<String> needs,
    String missing,
    boolean commits,
    boolean errorsCount,
    List<Part> parts) {

  /**
   * What one session does until another has its turn.
   *
   * @param session its name; {@code as} whom it is opened: user, admin or stranger
   * @param manner whether others wait for it, and how many do the same
   * @param about what of the property it is about, empty for all of it
   * @param each whether it is done for each table
   * @param line where it begins in the file, counted from 0
   */
  record Part(
      String session, String as, Manner manner, String about, boolean each, int line, String text) {

    /** Whether nothing is done but to wait for what the session does beside others. */
    boolean onlyWaits() {
      return text.lines().allMatch(line -> line.isBlank() || line.startsWith("--"));
    }

    /** Whether the session ends here. */
    boolean quits() {
      return text.lines().anyMatch("\\q"::equals);
    }
  }

  /**
   * How a part is done.
   *
   * @param beside whether the next part has its turn also when this one waits for a lock
   * @param sessions how many do it at once, 0 for the one of this name
   */
  record Manner(boolean beside, int sessions) {
    static final Manner ALONE = new Manner(false, 0);

    private static Manner of(Matcher turn) {
      var sessions = turn.group(4);
      int all = Integer.MAX_VALUE; // so many are never let in
      return new Manner(
          turn.group(3) != null,
          sessions == null ? 0 : sessions.equals("all") ? all : Integer.parseInt(sessions));
    }
  }

  /** A part, and the table for which it is done, if it is done for each. */
  record Turn(Part part, Optional<String> table) {}

  private static final String ROOT = "pggit/check/";
  private static final Pattern HEADER = Pattern.compile("-- (\\w+): (.*)");
  private static final Pattern ABOUT = Pattern.compile("-- about (.+)");
  private static final Pattern SESSION =
      Pattern.compile("-- session (\\w+)(?: as (\\w+))?(?: (beside)\\b| of (\\d+|all))?.*");

  private static final Pattern EACH = Pattern.compile("-- (for each|after the last) table\\b.*");
  private static final Pattern TURN = Pattern.compile("^-- (session|about|for each) ");
  private static final Pattern COMMIT = Pattern.compile("\\blab\\.commit(_\\w+)?\\(");
  private static final Pattern INCLUDE = Pattern.compile("(.*)\\\\ir (\\S+)");

  Script {
    needs = List.copyOf(needs);
    parts = List.copyOf(parts);
  }

  /** The scripts of a family, in the order in which its index lists them. */
  static Stream<Script> family(String directory) {
    var index = read(ROOT + directory + "/index");
    return index.lines().filter(l -> !l.isBlank()).map(l -> of(ROOT + directory + "/" + l.strip()));
  }

  static Script of(String path) {
    return parse(path, read(path));
  }

  static Script parse(String path, String text) {
    var lines = text.lines().flatMap(line -> included(path, line)).toList();
    Map<String, String> header = new HashMap<>();
    var key = "";
    int line = 1;
    for (; line < lines.size() && lines.get(line).startsWith("--"); line++) {
      var known = HEADER.matcher(lines.get(line));
      if (known.matches()) {
        key = known.group(1);
        header.put(key, known.group(2).strip());
      } else if (TURN.matcher(lines.get(line)).find()) {
        break;
      } else {
        header.merge(key, lines.get(line).substring(2).strip(), (a, b) -> a + " " + b);
      }
    }
    return new Script(
        path,
        lines.get(0).replaceFirst("^-- ", "").strip(),
        header.getOrDefault("holds", ""),
        header.getOrDefault("means", ""),
        Optional.ofNullable(header.get("severity"))
            .map(s -> Severity.valueOf(s.toUpperCase(Locale.ROOT))),
        Pattern.compile(", *")
            .splitAsStream(header.getOrDefault("needs", ""))
            .filter(need -> !need.isEmpty())
            .toList(),
        header.getOrDefault("missing", ""),
        lines.stream().anyMatch(l -> COMMIT.matcher(l).find()) && !header.containsKey("commits"),
        header.containsKey("errors"),
        parts(lines, line));
  }

  /** psql's {@code \ir} at the end of a line, whose file may hold what several sessions do. */
  private static Stream<String> included(String path, String line) {
    var include = INCLUDE.matcher(line);
    return include.matches()
        ? Stream.concat(
            Stream.of(include.group(1)),
            read(URI.create(path).resolve(include.group(2)).toString())
                .lines()
                .flatMap(taken -> included(path, taken)))
        : Stream.of(line);
  }

  private static List<Part> parts(List<String> lines, int from) {
    var parts = new ArrayList<Part>();
    Map<String, String> roles = new HashMap<>();
    var session = "user";
    var manner = Manner.ALONE;
    var about = "";
    boolean each = false;
    var text = new StringBuilder();
    int begun = from;
    for (int i = from; i <= lines.size(); i++) {
      var turn = SESSION.matcher(i < lines.size() ? lines.get(i) : "");
      var topic = ABOUT.matcher(i < lines.size() ? lines.get(i) : "");
      var tables = EACH.matcher(i < lines.size() ? lines.get(i) : "");
      if (i == lines.size() || turn.matches() || topic.matches() || tables.matches()) {
        if (!text.toString().isBlank()) {
          parts.add(
              new Part(
                  session,
                  roles.getOrDefault(session, "user"),
                  manner,
                  about,
                  each,
                  begun,
                  text.toString()));
        }
        text.setLength(0);
        begun = i + 1;
      }
      if (topic.matches()) {
        about = topic.group(1);
      } else if (tables.matches()) {
        each = tables.group(1).equals("for each");
      } else if (i < lines.size() && turn.matches()) {
        session = turn.group(1);
        manner = Manner.of(turn);
        var role = turn.group(2);
        if (role != null) {
          roles.put(session, role);
        } else if (session.equals("admin")) {
          roles.put(session, "admin");
        }
      } else if (i < lines.size()) {
        text.append(lines.get(i)).append('\n');
      }
    }
    return parts;
  }

  /** The parts in turn, if pgGit has these tables. */
  List<Turn> turns(List<String> tables) {
    var turns = new ArrayList<Turn>();
    for (int from = 0, to; from < parts.size(); from = to) {
      boolean each = parts.get(from).each();
      for (to = from; to < parts.size() && parts.get(to).each() == each; ) {
        to++;
      }
      var alike = parts.subList(from, to);
      var names =
          each ? tables.stream().map(Optional::of).toList() : List.of(Optional.<String>empty());
      names.forEach(table -> alike.forEach(part -> turns.add(new Turn(part, table))));
    }
    return turns;
  }

  Property property() {
    var examination = new ScriptRun(this);
    var property = commits ? Property.of(name, examination) : Property.always(name, examination);
    return severity.map(property::as).orElse(property);
  }

  private static String read(String path) {
    try (InputStream in = Script.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + path, e);
    }
  }
}
