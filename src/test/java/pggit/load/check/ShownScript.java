package pggit.load.check;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import pggit.load.measure.Cause;
import pggit.load.measure.Verdict;
import pggit.load.pggit.Contract;
import pggit.load.server.Endpoint;
import pggit.load.server.Login;
import pggit.load.server.PostgresServer;

/**
 * A script that shows what does not hold, run as a reader would, or through the driver.
 *
 * @param file in the run's directory
 */
record ShownScript(String file, String text) {

  /**
   * What a script made visible.
   *
   * @param rows called finding or failed, or sessions of a crowd that failed
   * @param states of errors
   * @param ended whether an error ended it
   * @param output all that it said
   */
  record Seen(boolean rows, Set<String> states, boolean ended, String output) {

    /** Whether it shows something that fails with one of these errors, or no error at all. */
    boolean shows(Set<String> expected, ShownScript script) {
      boolean errors = expected.stream().anyMatch(states::contains);
      return rows || (errors && (ended || script.errorsCount()));
    }

    /** Whether it shows that all is well. */
    boolean showsNothing(ShownScript script) {
      return !rows && !ended && (states.isEmpty() || !script.errorsCount());
    }
  }

  private static final int LIMIT_SECONDS = 60;

  private static final Pattern ROWS =
      Pattern.compile("(?m)^ *(?:finding|failed) *(?:\\|.*)?\\n[-+]+\\n(?!\\(0 rows\\))");

  private static final Pattern ERROR =
      Pattern.compile("(?m)(?:ERROR|FATAL):  (\\w{5}):|(connection to server was lost)");
  private static final Pattern SET = Pattern.compile("(?m)^\\\\set (\\w+) '(.*)'$");
  private static final Pattern HEAD = Pattern.compile("(?ms)^cat >head <<'SQL'\\n(.*?)^SQL$");
  private static final Pattern CONNECT = Pattern.compile("(?m)^\\\\connect - :(\\w+)$");
  private static final Pattern STEP =
      Pattern.compile(
          "(?ms)^(?:ended (?<ended>\\w+)|crowd (?<count>\\d+) (?<role>\\w+) '.*?' <<'SQL'\\n(?<all>.*?)^SQL"
              + "|step (?<session>\\w+) (?<as>\\w+) '.*?' '.*?'(?<beside> beside)? <<'SQL'\\n(?<one>.*?)^SQL)$");

  /** Of the errors behind the verdicts that it is to show. */
  static Set<String> states(List<Verdict> verdicts, String file) {
    return verdicts.stream()
        .filter(v -> file.equals(v.script()) && v.cause() != null)
        .flatMap(v -> v.cause().errors().stream())
        .map(Cause.Kind::sqlState)
        .collect(toCollection(TreeSet::new));
  }

  /** What it does, without what was seen in one run. */
  String does() {
    return text.lines()
        .dropWhile(line -> line.startsWith("-") || line.startsWith("#"))
        .collect(joining("\n"));
  }

  /** Whether each error in it is wrong. */
  boolean errorsCount() {
    return text.contains("nor is there any");
  }

  private boolean isOfAdmin() {
    return text.contains("Run it as a superuser");
  }

  /** By psql and sh, as the harness's own role and a user. */
  Seen byPsql(Path psql, Endpoint admin, Login user) throws IOException, InterruptedException {
    var directory = Files.createTempDirectory("pggit-shown");
    try {
      var script =
          Files.writeString(directory.resolve(file.replaceFirst(".*/", "")), text).toString();
      var output = directory.resolve("output");
      var process =
          process(psql, script, admin, user, directory)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      boolean inTime = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (!inTime) {
        process.destroy();
        process.waitFor();
      }
      var said = Files.readString(output);
      return new Seen(
          ROWS.matcher(said).find(),
          ERROR
              .matcher(said)
              .results()
              .map(m -> m.group(1) == null ? "08006" : m.group(1))
              .collect(toCollection(TreeSet::new)),
          process.exitValue() != 0,
          inTime ? said : said + "\nno end within " + LIMIT_SECONDS + " s");
    } finally {
      try (var files = Files.list(directory)) {
        for (var one : files.toList()) {
          Files.delete(one);
        }
      }
      Files.delete(directory);
    }
  }

  private ProcessBuilder process(
      Path psql, String script, Endpoint admin, Login user, Path directory) throws IOException {
    var passwords =
        Files.writeString(
            directory.resolve("passwords"),
            Stream.of(admin.login(), user)
                .map(l -> "*:*:*:%s:%s\n".formatted(l.user(), l.password().reveal()))
                .collect(joining()));
    Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
    var builder =
        file.endsWith(".sh")
            ? new ProcessBuilder("sh", script)
            : new ProcessBuilder(
                psql.toString(), "-X", "-v", "admin=" + admin.login().user(), "-f", script);
    var environment = builder.environment();
    environment.put("PATH", psql.resolveSibling("") + ":" + environment.get("PATH"));
    environment.put("TMPDIR", directory.toString()); // what stays there is in the way of its end
    environment.put("PGHOST", admin.host());
    environment.put("PGPORT", Integer.toString(admin.port()));
    environment.put("PGDATABASE", admin.database());
    environment.put("PGUSER", isOfAdmin() ? admin.login().user() : user.user());
    environment.put("PGGIT_ADMIN", admin.login().user());
    environment.put("PGPASSFILE", passwords.toString());
    environment.put("PGCLIENTENCODING", "UTF8");
    return builder;
  }

  /** By our own psql: the same steps by the same sessions. */
  Seen byDriver(PostgresServer server, Endpoint admin, Login user, Contract contract)
      throws SQLException {
    var nothing = new Anatomy(List.of(), Map.of(), Map.of());
    var explored = new Laboratory.Explored(nothing, Optional.empty(), false, null);
    List<Told> told = new CopyOnWriteArrayList<>();
    Set<String> states = new TreeSet<>();
    var ended = "";
    try (var laboratory =
            new Laboratory(
                server, admin, admin.withLogin(user), contract, ExaminedPgGits.SMALL, true);
        var lab = laboratory.lab(explored);
        var sessions =
            new ScriptSessions(lab, Macros.of(lab), lab::endpoint, steps(), number(), told)) {
      sessions.run();
    } catch (SQLException e) {
      states.add(Failure.of(e).state());
      ended = Failure.of(e) + " ends it; ";
    } catch (CannotTell | ScriptSessions.Inapplicable e) {
      ended = "";
    }
    told.forEach(t -> t.failure().ifPresent(f -> states.add(f.state())));
    return new Seen(!told.isEmpty(), states, !ended.isEmpty(), ended + Told.together(told));
  }

  private String number() {
    return SET.matcher(text)
        .results()
        .filter(m -> m.group(1).equals("n"))
        .map(m -> m.group(2))
        .findFirst()
        .orElse("0");
  }

  /** In the language of the checks. */
  private Script steps() {
    var steps = new StringBuilder("-- " + file + "\n");
    if (errorsCount()) {
      steps.append("-- errors: are findings\n");
    }
    if (file.endsWith(".sql")) {
      var role = isOfAdmin() ? "admin" : "user";
      steps
          .append("-- session %s as %1$s%n".formatted(role))
          .append(CONNECT.matcher(does()).replaceAll("-- session $1 as $1"))
          .append('\n');
    }
    var head = HEAD.matcher(text);
    if (head.find()) {
      steps.append("-- session head as user\nSELECT 1;\n");
      SET.matcher(head.group(1)).results().forEach(m -> steps.append(m.group()).append('\n'));
    }
    int crowds = 0;
    for (var step = STEP.matcher(text); step.find(); ) {
      if (step.group("ended") != null) {
        steps.append("-- session %s%n-- Nothing more.%n".formatted(step.group("ended")));
      } else if (step.group("count") != null) {
        steps
            .append("-- session crowd%d as %s".formatted(++crowds, step.group("role")))
            .append(" of %s%n%s".formatted(step.group("count"), step.group("all")));
      } else {
        var beside = step.group("beside") == null ? "" : " beside";
        steps
            .append("-- session %s as %s".formatted(step.group("session"), step.group("as")))
            .append("%s%n%s".formatted(beside, step.group("one")));
      }
    }
    return Script.parse("pggit/check/shown/script.sql", steps.toString());
  }
}
