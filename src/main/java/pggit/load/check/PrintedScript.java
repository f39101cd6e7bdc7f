package pggit.load.check;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import pggit.load.pggit.ClassPath;

/**
 * A property's script as anybody can run it on an empty database with this pgGit: what one session
 * does is a file for psql, what several do is one for a shell, which keeps a psql for each.
 *
 * @param file its name
 */
record PrintedScript(String file, String text) {

  /** What may be a variable's name where one is set, a column's with {@code \\gset} too. */
  private static final Pattern SETS = Pattern.compile("(?<![:?'\"\\w])\\w+");

  private static final Pattern WORD = Pattern.compile("\\w+");
  private static final Pattern USES = Pattern.compile(":[{?'\"]*(\\w+)");

  /** What psql itself sets with each statement. */
  private static final Set<String> OWN =
      Set.of("ERROR", "SQLSTATE", "ROW_COUNT", "LAST_ERROR_SQLSTATE", "LAST_ERROR_MESSAGE");

  /** A statement whose rows end the examination. */
  private static final Pattern ENDS =
      Pattern.compile(
          "(?ms)^SELECT (?:(?!;[ ]*(?:--[^\\n]*)?$|\\\\g).)*?\\bAS (?:unknown|inapplicable)\\b"
              + "(?:(?!;[ ]*(?:--[^\\n]*)?$|\\\\g).)*;[ ]*(?:--[^\\n]*)?$");

  private static final String WARM_UP =
      "-- What only the first commit of a database does is over afterwards.\n"
          + "SELECT lab.commit('warm-up', 'a commit before all others');\n".repeat(3);

  /** Sessions that are others only since another role has to do it. */
  private static final Set<String> ALIKE = Set.of("preparing", "user", "admin", "judge");

  /** What a session has that another one lacks or can see. */
  private static final Pattern STATE =
      Pattern.compile(
          "(?i)\\b(BEGIN|RESET|TEMP|PREPARE|LISTEN|DISCARD|SAVEPOINT|SET \\w+ *(=|TO\\b))|pg_backend_pid"
              + "|setseed|set_config|pg_stat_(?!get|user)|pg_locks|xact|search_path");

  /** How it is run. */
  private static final String SQL =
      "Run it as %s, on an empty database with this pgGit: psql -X %s-f %s DATABASE%s";

  private static final String COMMITTER = "a role that commits";
  private static final String ORDINARY = COMMITTER + " and does not own pgGit";

  private static final String ROLES =
      "\\set user :USER\n\\if :{?admin}\n\\else\n\\set admin :USER\n\\endif\n";

  private static final String SH =
      """
      Run it on an empty database with this pgGit: PGDATABASE=DATABASE sh %s
      or paste what each step has into a psql of its session's name. The user is PGUSER, %s; the admin is PGGIT_ADMIN,\
       a superuser; not set, it is PGUSER too.
      """;

  private static final String SHELL = ClassPath.text(Script.ROOT + "sessions.sh");
  private static final Pattern LINE = Pattern.compile("\\S.{0,108}(?=\\s|$)|\\S{109,}");

  /**
   * @param seen what was seen, of all verdicts of the property
   * @param byRights whether it depends on what the role that commits may do
   * @throws CannotTell if pgGit's tables cannot be read
   */
  static PrintedScript of(Script script, Lab lab, List<String> seen, boolean byRights)
      throws SQLException {
    var macros = Macros.of(lab);
    List<Script.Part> turns = new ArrayList<>();
    var before =
        String.join("", lab.preparations()) + (lab.isWarmedUp() ? macros.printed(WARM_UP) : "");
    if (!before.isEmpty()) {
      var role = lab.preparations().isEmpty() ? "user" : "admin";
      var text = "\\set ON_ERROR_STOP off\n" + before + "\\set ON_ERROR_STOP on\n";
      turns.add(part("preparing", role, false, 0, text));
    }
    for (var turn : script.turns(lab.anatomy().tables())) {
      var part = turn.part();
      turns.add(
          part(
              part.session(),
              part.as(),
              part.beside(),
              part.sessions() == 0 ? 0 : lab.sessions(part.sessions()),
              sets(turn.variable()) + macros.printed(part.text()).strip() + "\n"));
    }
    var name = script.path().replaceFirst(".*/([^/]+)/([^/]+)\\.sql$", "$1-$2");
    var roles = turns.stream().map(Script.Part::as).collect(toSet());
    var head = head(lab, turns);
    var user = byRights || script.says("user").equals("ordinary") ? ORDINARY : COMMITTER;
    return isForOne(turns)
        ? new PrintedScript(
            name + ".sql",
            comment("-- ", about(script, seen) + run(roles, user, name + ".sql"))
                + "\\set ON_ERROR_STOP on\n\\set VERBOSITY verbose\n"
                + (roles.size() == 1 ? "" : ROLES)
                + head
                + one(turns, lab))
        : new PrintedScript(
            name + ".sh",
            "#!/bin/sh\n"
                + comment("# ", about(script, seen) + SH.formatted(name + ".sh", user))
                + SHELL
                + heredoc("cat >head", head)
                + (roles.stream().anyMatch(r -> r.startsWith("plain"))
                    ? heredoc("with_plain", String.join(";\n", lab.extensions()) + ";\n")
                    : "")
                + (roles.contains("stranger") || uses(turns).contains("stranger")
                    ? "with_stranger\n\n"
                    : "")
                + IntStream.range(0, turns.size())
                    .mapToObj(i -> step(turns.get(i), i, turns))
                    .collect(joining()));
  }

  private static Script.Part part(
      String session, String as, boolean beside, int sessions, String text) {
    return new Script.Part(session, as, beside, sessions, "", Optional.empty(), null, 0, text);
  }

  private static String run(Set<String> roles, String user, String file) {
    boolean both = roles.size() > 1;
    return SQL.formatted(
        both || roles.contains("user") ? user : "a superuser",
        both ? "-v admin=ROLE " : "",
        file,
        both ? " (a superuser; left out, the same role does it all)" : "");
  }

  private static String about(Script script, List<String> seen) {
    return """
        %s

        Seen: %s

        Expected: %s. Then no row is called finding or failed, and no session ends with an error%s.

        """
        .formatted(
            script.name(),
            String.join("\nSeen: ", seen),
            script.says("holds"),
            script.errorsCount() ? ", nor is there any" : "");
  }

  /** Whether one psql can do it, since nobody depends on what a session has besides variables. */
  private static boolean isForOne(List<Script.Part> turns) {
    boolean ordinary =
        turns.stream()
            .allMatch(
                t ->
                    !t.beside()
                        && t.sessions() == 0
                        && Set.of("user", "admin").contains(t.as())
                        && !uses(turns).contains("stranger"));
    var sessions =
        turns.stream().map(Script.Part::session).filter(s -> !s.equals("preparing")).distinct();
    return ordinary
        && (sessions.count() == 1
            || turns.stream()
                .allMatch(
                    t ->
                        ALIKE.contains(t.session())
                            && !t.quits()
                            && !STATE.matcher(t.text()).find()));
  }

  /** One session after the other, each as its role. */
  private static String one(List<Script.Part> turns, Lab lab) {
    var text = new StringBuilder();
    var as = turns.get(0).as();
    if (turns.stream().anyMatch(t -> t.as().equals("user"))) {
      as = "user";
    }
    for (var turn : turns) {
      if (!turn.as().equals(as)) {
        as = turn.as();
        text.append("\n\\connect - :%s%n%s".formatted(as, timeout(lab)));
      }
      text.append(stopping(turn.text(), ""));
    }
    return text.toString();
  }

  /** What every session begins with. */
  private static String head(Lab lab, List<Script.Part> turns) {
    var given = new TreeMap<>(ScriptSessions.given(lab, lab.lastNumber()));
    given.keySet().retainAll(uses(turns));
    given.remove("stranger"); // made by the script
    if (uses(turns).contains("LAST_NOTICE")) {
      given.put("LAST_NOTICE", ""); // psql shows notices and keeps none
    }
    return sets(given) + timeout(lab);
  }

  private static String timeout(Lab lab) {
    return "SET statement_timeout = %d;\n".formatted(lab.scale().patience().toMillis());
  }

  private static String sets(Map<String, String> variables) {
    return variables.entrySet().stream()
        .map(v -> "\\set %s %s\n".formatted(v.getKey(), argument(v.getValue())))
        .collect(joining());
  }

  /** As psql's own commands take a text. */
  static String argument(String text) {
    return "'" + text.replace("\\", "\\\\").replace("\n", "\\n").replace("'", "''") + "'";
  }

  private static Set<String> uses(List<Script.Part> turns) {
    return turns.stream()
        .flatMap(t -> USES.matcher(t.text()).results())
        .map(m -> m.group(1))
        .collect(toCollection(TreeSet::new));
  }

  private static String step(Script.Part turn, int at, List<Script.Part> all) {
    if (turn.onlyWaits()) {
      return "ended " + turn.session() + "\n\n";
    }
    var shared = shared(all);
    var gives = uses(all.subList(at + 1, all.size()));
    gives.retainAll(shared);
    var sets =
        SETS.matcher(turn.text())
            .results()
            .map(MatchResult::group)
            .collect(toCollection(TreeSet::new));
    sets.addAll(OWN);
    gives.retainAll(sets);
    if (sets.contains("ON_ERROR_STOP")) {
      gives.add("ON_ERROR_STOP");
    }
    var takes = uses(List.of(turn));
    takes.retainAll(shared);
    takes.add("ON_ERROR_STOP"); // it is in common too
    return heredoc(
        turn.sessions() > 0
            ? "crowd %d %s '%s'".formatted(turn.sessions(), turn.as(), String.join(" ", takes))
            : "step %s %s '%s' '%s'%s"
                .formatted(
                    turn.session(),
                    turn.as(),
                    String.join(" ", takes),
                    String.join(" ", gives),
                    turn.beside() ? " beside" : ""),
        stopping(turn.text(), "\\! : >stop\n"));
  }

  /** What sessions may tell each other: what more than one of them names. */
  private static Set<String> shared(List<Script.Part> all) {
    var shared = new TreeSet<>(Set.of("waits", "waiter", "sessions", "failed"));
    Map<String, String> first = new HashMap<>();
    for (var turn : all) {
      WORD.matcher(turn.text())
          .results()
          .map(MatchResult::group)
          .filter(w -> !first.computeIfAbsent(w, n -> turn.session()).equals(turn.session()))
          .forEach(shared::add);
    }
    return shared;
  }

  /** What ends the examination ends the script. */
  private static String stopping(String text, String more) {
    return ENDS.matcher(text)
        .replaceAll(
            "$0\nSELECT :ROW_COUNT > 0 AS stop \\\\gset\n\\\\if :stop\n"
                + more.replace("\\", "\\\\")
                + "  \\\\q\n\\\\endif");
  }

  private static String heredoc(String command, String text) {
    return command + " <<'SQL'\n" + text + "SQL\n\n";
  }

  private static String comment(String mark, String text) {
    return text.lines()
        .flatMap(
            line ->
                line.isEmpty()
                    ? Stream.of("")
                    : LINE.matcher(line).results().map(m -> m.group().strip()))
        .map(line -> (mark + line).stripTrailing() + "\n")
        .collect(joining());
  }
}
