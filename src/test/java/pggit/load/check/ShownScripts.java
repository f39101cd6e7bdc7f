package pggit.load.check;

import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import pggit.load.measure.JsonFile;
import pggit.load.measure.OneLocale;
import pggit.load.measure.Outcome;
import pggit.load.pggit.Psql;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.EmbeddedSpec;
import pggit.load.server.ScratchDatabase;

/**
 * Whether the scripts of all mutants show what is wrong to whoever runs them, by the driver and by
 * psql, and nothing on the reference. Kept in {@code certificate/scripts.json}, of which a run
 * renews what it tries.
 */
final class ShownScripts {

  static final Path FILE = Path.of("certificate", "scripts.json");

  /** What psql cannot show, and why. */
  static final Map<String, String> UNSEEN_BY_PSQL =
      Map.of(
          "scripts/sessions-quiet.sql",
          "psql keeps no notice that a script could count: it shows them");

  private static final int SCHEMA = 1;
  static final int AT_A_TIME = 3;

  /** Something happens by chance, as with commits at once. */
  private static final int TRIES = 3;

  /** Errors about what a pgGit of another contract does not have. */
  private static final Set<String> NOT_THERE = Set.of("3F000", "42703", "42704", "42883", "42P01");

  /**
   * What is kept.
   *
   * @param schema version of the file format
   * @param mutants by name, each with what its scripts showed
   */
  record Kept(int schema, Map<String, List<Shown>> mutants) {}

  /**
   * What a script shows.
   *
   * @param file in a run's directory; empty for a verdict that has none
   * @param way psql or the driver
   * @param unseen what it said instead of showing the defect; empty if it did
   * @param compared whether the reference has what the script is about: it has no other contract's
   *     functions, and not the tables that a mutant has made for itself
   * @param accused what it said of the reference; empty if that is right
   * @param seconds how long it took
   */
  record Shown(
      Instant tried,
      String file,
      String way,
      String unseen,
      boolean compared,
      String accused,
      double seconds) {

    boolean isWell() {
      return (unseen.isEmpty() || UNSEEN_BY_PSQL.containsValue(unseen)) && accused.isEmpty();
    }
  }

  private interface Way {
    ShownScript.Seen run(ShownScript script, ScratchDatabase in)
        throws SQLException, IOException, InterruptedException;
  }

  private ShownScripts() {}

  /** {@code exec:java} of docs/adding.md; arguments are names of mutants, none for all. */
  public static void main(String[] arguments) throws Exception {
    OneLocale.choose();
    var names = List.of(arguments);
    var kept = new TreeMap<>(read().mutants());
    kept.keySet().retainAll(Mutant.all().stream().map(Mutant::name).toList());
    var pool = Executors.newFixedThreadPool(AT_A_TIME);
    try (var server = EmbeddedServer.start(EmbeddedSpec.defaults());
        var subject = new ExaminedPgGits(server)) {
      Map<String, Future<List<Shown>>> tried = new LinkedHashMap<>();
      Set<String> compared = ConcurrentHashMap.newKeySet();
      Mutant.all().stream()
          .filter(m -> names.isEmpty() || names.contains(m.name()))
          .sorted((a, b) -> Boolean.compare(a.isAlone(), b.isAlone()))
          .forEach(m -> tried.put(m.name(), pool.submit(trial(subject, m, compared))));
      for (var one : tried.entrySet()) {
        var shown = one.getValue().get();
        kept.put(one.getKey(), shown);
        shown.stream()
            .filter(s -> !s.isWell())
            .forEach(s -> System.out.println(said(one.getKey(), s)));
      }
    } finally {
      pool.shutdownNow();
    }
    JsonFile.write(FILE, new Kept(SCHEMA, kept));
    System.out.print(table(kept));
  }

  static Kept read() {
    return Files.exists(FILE)
        ? JsonFile.read(FILE, Kept.class, SCHEMA)
        : new Kept(SCHEMA, Map.of());
  }

  private static Callable<List<Shown>> trial(
      ExaminedPgGits subject, Mutant mutant, Set<String> compared) {
    return () -> of(subject, mutant, compared);
  }

  private static String said(String mutant, Shown shown) {
    return String.format(
        Locale.ROOT,
        "%s, %s by %s: %s",
        mutant,
        shown.file(),
        shown.way(),
        shown.accused().isEmpty() ? shown.unseen() : "on the reference: " + shown.accused());
  }

  private static String why(String file, String way, ShownScript.Seen seen) {
    return way.equals("psql") && UNSEEN_BY_PSQL.containsKey(file)
        ? UNSEEN_BY_PSQL.get(file)
        : "nothing is wrong: " + seen.output();
  }

  /** How many show it, in Markdown. */
  static String table(Map<String, List<Shown>> mutants) {
    var text = new StringBuilder("| by | shown | nothing on the reference |\n|---|---|---|\n");
    var all = mutants.values().stream().flatMap(List::stream).toList();
    new TreeMap<>(all.stream().collect(groupingBy(Shown::way)))
        .forEach(
            (way, some) -> {
              var compared = some.stream().filter(Shown::compared).toList();
              text.append(
                  "| %s | %d of %d | %d of %d |%n"
                      .formatted(
                          way,
                          some.stream().filter(s -> s.unseen().isEmpty()).count(),
                          some.size(),
                          compared.stream().filter(s -> s.accused().isEmpty()).count(),
                          compared.size()));
            });
    return text.toString();
  }

  /**
   * Tries the scripts of all that a mutant is wrong in.
   *
   * @param compared files of scripts that the reference was tried with, to which others are added
   */
  static List<Shown> of(ExaminedPgGits subject, Mutant mutant, Set<String> compared)
      throws SQLException, IOException, InterruptedException {
    Map<String, String> texts = new TreeMap<>();
    var verdicts = subject.mutant(mutant, false, texts::put);
    List<Shown> shown = new ArrayList<>();
    verdicts.stream()
        .filter(v -> v.outcome() == Outcome.FAIL && v.script() == null)
        .forEach(v -> shown.add(new Shown(Instant.now(), "", "none", v.name(), false, "", 0)));
    Map<String, Way> ways = new LinkedHashMap<>(Map.of("driver", subject::byDriver));
    Psql.find().ifPresent(psql -> ways.put("psql", subject::byPsql));
    for (var text : texts.entrySet()) {
      var script = new ShownScript(text.getKey(), text.getValue());
      var states = ShownScript.states(verdicts, script.file());
      boolean compare = !compared.contains(script.file());
      for (var way : ways.entrySet()) {
        var one = shown(subject, mutant, script, way.getKey(), way.getValue(), states, compare);
        shown.add(one);
        if (one.compared()) {
          compared.add(script.file());
        }
      }
    }
    return shown;
  }

  private static Shown shown(
      ExaminedPgGits subject,
      Mutant mutant,
      ShownScript script,
      String way,
      Way by,
      Set<String> states,
      boolean compare)
      throws SQLException, IOException, InterruptedException {
    long started = System.nanoTime();
    var unseen = "";
    for (int tries = 0; tries == 0 || (!unseen.isEmpty() && tries < TRIES); tries++) {
      try (var wrong = subject.made(mutant)) {
        var seen = by.run(script, wrong);
        unseen = seen.shows(states, script) ? "" : why(script.file(), way, seen);
      }
    }
    boolean comparable = false;
    var accused = "";
    if (compare) {
      try (var right = subject.made()) {
        var seen = by.run(script, right);
        boolean calm = seen.showsNothing(script);
        comparable = calm || seen.states().stream().noneMatch(NOT_THERE::contains);
        accused = calm || !comparable ? "" : seen.output();
      }
    }
    double seconds = Math.round((System.nanoTime() - started) / 1e8) / 10.0;
    return new Shown(Instant.now(), script.file(), way, unseen, comparable, accused, seconds);
  }
}
