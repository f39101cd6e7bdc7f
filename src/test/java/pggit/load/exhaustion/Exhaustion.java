package pggit.load.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import pggit.load.measure.ErrorCount;
import pggit.load.measure.Estimate;
import pggit.load.measure.HostFacts;
import pggit.load.measure.Invocation;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;
import pggit.load.run.Pages;
import pggit.load.server.LimitedServer;
import pggit.load.server.LimitedSpec;
import pggit.load.server.fault.Machine;
import pggit.load.settings.Settings;

/**
 * Runs the drills of a test class and writes its {@code run.json} with its page. Whatever becomes
 * of a test, also if it ran out of time, its servers are killed and deleted afterwards, and a
 * process, mount, shared memory or directory that is left makes it fail.
 *
 * <pre>{@code
 * @RegisterExtension static final Exhaustion exhaustion = new Exhaustion();
 * }</pre>
 */
final class Exhaustion implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneId.systemDefault());

  private final List<LimitedServer> ofTest = new ArrayList<>();
  private final Map<LimitedSpec, LimitedServer> ofClass = new HashMap<>();
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<Estimate> metrics = new ArrayList<>();
  private final List<ErrorCount> errors = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, String> serverFacts = new TreeMap<>();
  private Map<String, String> contractFacts = Map.of();
  private Settings settings;
  private Instant started = Instant.now();

  @Override
  public void beforeAll(ExtensionContext context) {
    settings = Settings.load();
    started = Instant.now();
  }

  /** Runs a drill on a server of its own and fails the test if pgGit did not stand it. */
  void run(String title, LimitedSpec spec, Drill drill) throws Exception {
    var findings = new DrillLog(title);
    try {
      drill(start(spec), DrilledPgGit.ofSettings(settings), findings, drill);
    } finally {
      keep(findings);
    }
    assertStood(findings);
  }

  /** The same, in a database of its own on a server that the class shares. */
  void runOnSharedServer(String title, LimitedSpec spec, Drill drill) throws Exception {
    var findings = new DrillLog(title);
    var server = shared(spec);
    try {
      drill(server, DrilledPgGit.ofSettings(settings), findings, drill);
    } finally {
      keep(findings);
    }
    assertStood(findings);
  }

  /** Runs a drill on another pgGit than the one of the settings; its verdicts are not kept. */
  DrillLog findingsOn(DrilledPgGit subject, LimitedSpec spec, Drill drill) throws Exception {
    var findings = new DrillLog("drill");
    drill(start(spec), subject, findings, drill);
    return findings;
  }

  /** The same, in a database of its own on a server that the class shares. */
  DrillLog findingsOnSharedServer(DrilledPgGit subject, LimitedSpec spec, Drill drill)
      throws Exception {
    var findings = new DrillLog("drill");
    drill(shared(spec), subject, findings, drill);
    return findings;
  }

  private LimitedServer shared(LimitedSpec spec) {
    var server = ofClass.get(spec);
    if (server == null || !server.isUp()) {
      skipUnlessPossible(spec);
      var earlier = server;
      server = LimitedServer.start(spec);
      ofClass.put(spec, server);
      if (earlier != null) {
        closeAndAssertGone(List.of(earlier));
      }
    }
    return server;
  }

  /** Skips the test if the machine has not what the limits take, with the reason. */
  private static void skipUnlessPossible(LimitedSpec spec) {
    if (spec.disk().isPresent()) {
      skipUnless(Machine.smallDisks());
    }
    if (spec.addressSpaceBytes().isPresent()) {
      skipUnless(Machine.memoryLimits());
    }
  }

  /** Skips the test if the machine cannot do something, with the reason. */
  static void skipUnless(Machine.Ability ability) {
    ability.whyNot().ifPresent(Assumptions::abort);
  }

  private LimitedServer start(LimitedSpec spec) {
    skipUnlessPossible(spec);
    var server = LimitedServer.start(spec);
    synchronized (ofTest) {
      ofTest.add(server);
    }
    return server;
  }

  private void drill(LimitedServer server, DrilledPgGit subject, DrillLog findings, Drill drill)
      throws Exception {
    var site = Site.on(server, subject);
    site.notes().forEach(findings::note);
    serverFacts.putAll(server.server().facts().settings());
    contractFacts = site.contractFacts();
    drill.run(site, findings);
  }

  private static void assertStood(DrillLog findings) {
    assertThat(findings.complaint()).as("defects of pgGit").isEmpty();
  }

  private synchronized void keep(DrillLog findings) {
    verdicts.addAll(findings.verdicts());
    metrics.addAll(findings.metrics());
    errors.addAll(findings.errors());
    notes.addAll(findings.notes());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<LimitedServer> all;
    synchronized (ofTest) {
      all = List.copyOf(ofTest);
      ofTest.clear();
    }
    closeAndAssertGone(all);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    var all = List.copyOf(ofClass.values());
    ofClass.clear();
    try {
      closeAndAssertGone(all);
    } finally {
      if (!verdicts.isEmpty()) {
        write(context.getRequiredTestClass().getSimpleName());
      }
    }
  }

  private static void closeAndAssertGone(List<LimitedServer> servers) {
    servers.forEach(LimitedServer::close);
    for (var server : servers) {
      assertThat(server.leftovers().found()).as("left behind by the test's server").isEmpty();
    }
  }

  private void write(String testClass) {
    var directory =
        Path.of(settings.results())
            .toAbsolutePath()
            .resolve(testClass + "-" + STAMP.format(started));
    RunResult.write(
        directory,
        new RunResult(
            RunResult.SCHEMA,
            testClass,
            settings.profile(),
            started,
            Duration.between(started, Instant.now()),
            Invocation.UNKNOWN,
            settings.redacted(),
            serverFacts,
            contractFacts,
            HostFacts.read(),
            metrics,
            verdicts,
            errors,
            notes));
    Pages.make(directory);
  }
}
