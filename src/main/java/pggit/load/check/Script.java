package pggit.load.check;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Severity;
import pggit.load.pggit.ClassPath;

/**
 * One property as a script for psql: {@code check/<family>/<property>.sql} on the class path. How
 * such scripts are written stands at the head of {@code check/index}.
 *
 * @param path where it stands
 * @param name the property
 * @param header what else its header says, by key
 * @param parts what each session does, in turn
 */
record Script(String path, String name, Map<String, String> header, List<Part> parts) {

  /**
   * What one session does until another has its turn.
   *
   * @param session its name; {@code as} whom it is opened: user, admin or stranger
   * @param beside whether the next part has its turn also when this one waits for a lock
   * @param sessions how many do it at once, 0 for the one of this name
   * @param about what of the property it is about, empty for all of it
   * @param severity how grave that is, where it says so
   * @param loop that it is in
   * @param line where it begins in the file, counted from 0
   */
  record Part(
      String session,
      String as,
      boolean beside,
      int sessions,
      String about,
      Optional<Severity> severity,
      @Nullable Loop loop,
      int line,
      String text) {

    /** Whether nothing is done but to wait for what the session does beside others. */
    boolean onlyWaits() {
      return text.lines().allMatch(line -> line.isBlank() || line.startsWith("--"));
    }

    /** Whether the session ends here. */
    boolean quits() {
      return text.lines().anyMatch("\\q"::equals);
    }
  }

  /** What is done with each of these values of a variable, from a line on. */
  record Loop(int line, String variable, String values) {

    private List<Map<String, String>> values(List<String> tables) {
      var range = RANGE.matcher(values);
      var all = values.equals("tables") ? tables : ArgumentList.of(values);
      if (range.matches()) {
        all =
            IntStream.rangeClosed(
                    Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)))
                .mapToObj(Integer::toString)
                .toList();
      }
      return all.stream().map(value -> Map.of(variable, value)).toList();
    }
  }

  /** A part, and what the variable of its loop is. */
  record Turn(Part part, Map<String, String> variable) {}

  /** Sessions of a crowd: as many as the scale wants. */
  static final int ALL = Integer.MAX_VALUE;

  static final String ROOT = "pggit/check/";
  private static final Pattern HEADER = Pattern.compile("-- (\\w+): (.*)");
  private static final Pattern COMMIT = Pattern.compile("\\blab\\.commit(_\\w+)?\\(");
  private static final Pattern INCLUDE = Pattern.compile("(.*)\\\\ir (\\S+)");
  private static final Pattern RANGE = Pattern.compile("(\\d+)\\.\\.(\\d+)");

  /** What begins a part. */
  private static final Pattern TURN =
      Pattern.compile(
          "-- (?:session (?<session>\\w+)(?: as (?<as>\\w+))?(?: (?<beside>beside)\\b| of"
              + " (?<count>\\d+|all))?.*|about (?<about>.+?)(?: \\((?<severity>\\w+)\\))?|for each (?<variable>\\w+) in"
              + " (?<values>.+)|(?<after>after the last)\\b.*)");

  Script {
    header = Map.copyOf(header);
    parts = List.copyOf(parts);
  }

  static Script of(String path) {
    return parse(path, ClassPath.text(path));
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
      } else if (TURN.matcher(lines.get(line)).matches()) {
        break;
      } else {
        header.merge(key, lines.get(line).substring(2).strip(), (a, b) -> a + " " + b);
      }
    }
    return new Script(
        path, lines.get(0).replaceFirst("^-- ", "").strip(), header, parts(lines, line));
  }

  /**
   * psql's {@code \ir} at the end of a line, relative to the file that it stands in. That file may
   * hold what several sessions do.
   */
  private static Stream<String> included(String path, String line) {
    var include = INCLUDE.matcher(line);
    if (!include.matches()) {
      return Stream.of(line);
    }
    var file = URI.create(path).resolve(include.group(2)).toString();
    return Stream.concat(
        Stream.of(include.group(1)),
        ClassPath.text(file).lines().flatMap(taken -> included(file, taken)));
  }

  private static List<Part> parts(List<String> lines, int from) {
    var parts = new ArrayList<Part>();
    Map<String, String> roles = new HashMap<>(Map.of("admin", "admin"));
    var session = "user";
    boolean beside = false;
    int sessions = 0;
    var about = "";
    var severity = Optional.<Severity>empty();
    Loop loop = null;
    int begun = from;
    var text = new StringBuilder();
    for (int i = from; i <= lines.size(); i++) {
      var line = i < lines.size() ? lines.get(i) : "-- after the last";
      var turn = TURN.matcher(line);
      if (!turn.matches()) {
        text.append(line).append('\n');
        continue;
      }
      if (!text.toString().isBlank()) {
        var role = roles.getOrDefault(session, "user");
        parts.add(
            new Part(
                session, role, beside, sessions, about, severity, loop, begun, text.toString()));
        text.setLength(0);
      }
      if (turn.group("session") != null) {
        session = turn.group("session");
        if (turn.group("as") != null) {
          roles.put(session, turn.group("as"));
        }
        beside = turn.group("beside") != null;
        sessions = count(turn.group("count"));
      } else if (turn.group("about") != null) {
        about = turn.group("about");
        severity = severityNamed(turn.group("severity"));
      } else if (turn.group("after") != null) {
        loop = null;
      } else {
        var values = new StringBuilder(turn.group("values"));
        while (lines.get(i + 1).startsWith("--   ")) {
          values.append(lines.get(++i).substring(4));
        }
        loop = new Loop(i, turn.group("variable"), values.toString());
      }
      begun = i + 1;
    }
    return parts;
  }

  private static int count(@Nullable String sessions) {
    return sessions == null ? 0 : sessions.equals("all") ? ALL : Integer.parseInt(sessions);
  }

  /** The parts in turn, if pgGit has these tables. */
  List<Turn> turns(List<String> tables) {
    var turns = new ArrayList<Turn>();
    for (int from = 0, to; from < parts.size(); from = to) {
      var loop = parts.get(from).loop();
      for (to = from; to < parts.size() && Objects.equals(parts.get(to).loop(), loop); ) {
        to++;
      }
      for (var variable : loop == null ? List.of(Map.<String, String>of()) : loop.values(tables)) {
        parts.subList(from, to).forEach(part -> turns.add(new Turn(part, variable)));
      }
    }
    return turns;
  }

  /** What its header says of something; empty if nothing. */
  String says(String key) {
    return header.getOrDefault(key, "");
  }

  /** What of it has to be there. */
  List<String> needs() {
    return ArgumentList.of(says("needs"));
  }

  /** Whether each statement that fails is wrong. */
  boolean errorsCount() {
    return header.containsKey("errors");
  }

  /** Whether it makes no sense where plain commits fail. */
  boolean needsCommits() {
    return !header.containsKey("commits")
        && parts.stream().anyMatch(part -> COMMIT.matcher(part.text()).find());
  }

  /** How grave it is if it does not hold, where that is not as for its family. */
  Optional<Severity> severity() {
    return severityNamed(header.get("severity"));
  }

  /** How grave it is if what is wrong is this of it; empty if it says nothing of that. */
  Optional<Severity> severity(String about) {
    return parts.stream()
        .filter(part -> part.about().equals(about))
        .flatMap(part -> part.severity().stream())
        .findFirst();
  }

  private static Optional<Severity> severityNamed(@Nullable String name) {
    return Optional.ofNullable(name).map(s -> Severity.valueOf(s.toUpperCase(Locale.ROOT)));
  }
}
