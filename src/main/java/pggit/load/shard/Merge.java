package pggit.load.shard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import pggit.load.measure.Estimate;
import pggit.load.measure.Lane;
import pggit.load.measure.Outcome;
import pggit.load.measure.Recorder;
import pggit.load.measure.RunResult;
import pggit.load.measure.Shard;
import pggit.load.measure.ShardFiles;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;
import pggit.load.pggit.Ledger;
import pggit.load.server.SetupException;
import pggit.load.settings.Settings;
import pggit.load.verdict.Facts;
import pggit.load.verdict.Fairness;
import pggit.load.verdict.Findings;
import pggit.load.verdict.Metrics;
import pggit.load.verdict.WholeLoad;

/**
 * Makes one result of what the injectors of a run have handed in: histograms are added up, ledgers
 * are one ledger, verdicts are about the whole.
 */
public final class Merge {

  private static final String ALL_THERE = "all injectors took part";

  /** Who gave no heartbeat for longer did not make its share of the load meanwhile. */
  private static final Duration SILENT = Duration.ofSeconds(3);

  /** Who began a phase so much later did not make the same load as the others. */
  private static final Duration LATE = Duration.ofSeconds(1);

  /** Compares what is stored with what the injectors know. */
  public interface Auditor {
    /**
     * @param ledger of all injectors; knows whose are missing
     */
    List<Verdict> audit(Ledger ledger, Prepared prepared);
  }

  private record Part(Path directory, Contribution contribution, RunResult result) {
    Lane lane() {
      return contribution.lane();
    }

    int index() {
      return contribution.lane().index();
    }
  }

  private final List<Part> parts;
  private final Part leader;
  private final List<Lane> lanes;
  private final Settings settings;

  private Merge(List<Part> parts, List<Lane> lanes, Settings settings) {
    this.parts = parts;
    this.lanes = lanes;
    this.settings = settings;
    leader =
        parts.stream()
            .filter(part -> part.index() == part.contribution.prepared().by())
            .findFirst()
            .orElse(parts.get(0));
  }

  /**
   * Merges what stands in the injectors' directories into another one: files, lanes, {@code
   * run.json} and {@code findings.json}.
   *
   * @param absent those without a directory, as far as anything is known of them
   * @throws SetupException if the directories are not of one run, or one comes twice
   */
  public static RunResult of(
      Collection<Path> directories,
      List<Lane> absent,
      Path into,
      Settings settings,
      Auditor auditor) {
    var parts =
        directories.stream()
            .map(each -> new Part(each, Contribution.read(each), RunResult.read(each)))
            .sorted(Comparator.comparingInt(Part::index))
            .toList();
    refuseOthers(parts);
    var lanes = new TreeMap<Integer, Lane>();
    for (int i = 0; i < parts.get(0).contribution.injectors(); i++) {
      lanes.put(i, Lane.without(i, "", Lane.MISSING));
    }
    absent.forEach(lane -> lanes.put(lane.index(), lane));
    parts.forEach(part -> lanes.put(part.index(), part.lane()));
    return new Merge(parts, List.copyOf(lanes.values()), settings).into(into, auditor);
  }

  /** Whether a directory has what an injector hands in. */
  public static boolean isContribution(Path directory) {
    return Files.isRegularFile(directory.resolve(Contribution.FILE));
  }

  private static void refuseOthers(List<Part> parts) {
    if (parts.isEmpty()) {
      throw new SetupException("there is nothing to merge: expected directories of injectors");
    }
    var first = parts.get(0);
    var seen = new TreeMap<Integer, Path>();
    for (var part : parts) {
      if (!part.contribution.run().equals(first.contribution.run())) {
        throw new SetupException(
            "%s is of another run than %s: merge the injectors of one run only"
                .formatted(part.directory, first.directory));
      }
      var before = seen.put(part.index(), part.directory);
      if (before != null) {
        throw new SetupException(
            "%s and %s are both of injector %d".formatted(before, part.directory, part.index()));
      }
    }
  }

  private RunResult into(Path directory, Auditor auditor) {
    var shards =
        parts.stream()
            .map(part -> new Shard(part.index(), part.directory, part.lane().clockOffset()))
            .toList();
    int broken = ShardFiles.merge(shards, directory);
    copyOfLeader(directory);
    Lane.write(directory, lanes);
    var recorder = Recorder.merged(shards);
    var ledger =
        Ledger.read(
            leader.contribution.run(),
            lanes.size(),
            parts.stream().map(part -> part.directory.resolve(Contribution.LEDGER)).toList());
    lanes.stream()
        .filter(lane -> lane.state().equals(Lane.ABSENT))
        .forEach(lane -> ledger.without(lane.index()));
    var result = result(recorder, ledger, broken, auditor);
    RunResult.write(directory, result);
    Findings.write(directory, Findings.of(Map.of(directory.getFileName().toString(), result)));
    return result;
  }

  /** Scripts and what else only one of them has. */
  private void copyOfLeader(Path directory) {
    try (var files = Files.walk(leader.directory)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var name = leader.directory.relativize(file);
        if (name.getNameCount() > 1) {
          var copy = directory.resolve(name);
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy what is in " + leader.directory, e);
    }
  }

  private RunResult result(Recorder recorder, Ledger ledger, int broken, Auditor auditor) {
    var prepared = leader.contribution.prepared();
    var simulation = leader.result.simulation();
    var facts = new Facts(recorder, settings, prepared.room(), Facts.Machine.UNKNOWN);
    var whole = WholeLoad.judge(simulation, facts);
    var fairness = new Fairness(prepared.way(), recorder.errors());
    var verdicts = new ArrayList<Verdict>();
    var there = allThere();
    verdicts.add(there);
    whole.verdicts().forEach(verdict -> verdicts.add(doubted(fairness.of(verdict), there)));
    verdicts.addAll(own(there));
    verdicts.addAll(auditor.audit(ledger, prepared));
    var started =
        parts.stream()
            .map(part -> part.result.started().plus(part.lane().clockOffset()))
            .min(Comparator.naturalOrder())
            .orElseThrow();
    var ended =
        parts.stream()
            .map(
                part ->
                    part.result.started().plus(part.lane().clockOffset()).plus(part.result.took()))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    var settingsOfAll = new LinkedHashMap<>(leader.result.settings());
    settingsOfAll.put("pggit.injector", "");
    var host = new LinkedHashMap<>(leader.result.host());
    host.put("injectors", words());
    return new RunResult(
        RunResult.SCHEMA,
        simulation,
        leader.result.profile(),
        started,
        Duration.between(started, ended),
        leader.result.invocation(),
        settingsOfAll,
        leader.result.server(),
        leader.result.contract(),
        host,
        metrics(Metrics.of(recorder, ledger), whole.estimates()),
        verdicts,
        recorder.errors(),
        notes(broken));
  }

  private String words() {
    long hosts = parts.stream().map(part -> part.lane().host()).distinct().count();
    return "%d of %d, on %d host%s"
        .formatted(parts.size(), lanes.size(), hosts, hosts == 1 ? "" : "s");
  }

  private Verdict allThere() {
    var doubts = new ArrayList<String>();
    for (var lane : lanes) {
      if (!lane.handedIn()) {
        doubts.add(
            "injector %d %s"
                .formatted(
                    lane.index(),
                    switch (lane.state()) {
                      case Lane.ABSENT -> "did not come";
                      case Lane.MISSING -> "has no directory here";
                      case "lost" -> "was lost on the way";
                      default -> "ended before the others";
                    }));
      } else if (lane.silence().compareTo(SILENT) > 0) {
        doubts.add(
            "injector %d was silent for %.1f s"
                .formatted(lane.index(), lane.silence().toMillis() / 1e3));
      }
    }
    late()
        .forEach(
            (index, late) ->
                doubts.add(
                    "injector %d began %s %.1f s late"
                        .formatted(index, late.phase(), delay(late).toMillis() / 1e3)));
    var clocks =
        parts.stream().map(part -> part.lane().clockError()).max(Comparator.naturalOrder());
    var evidence =
        "%s; phases began within %.1f ms of each other, by clocks that are right to %.1f ms"
            .formatted(
                words(), spread().toNanos() / 1e6, clocks.orElse(Duration.ZERO).toNanos() / 1e6);
    return (doubts.isEmpty()
            ? Verdict.pass(ALL_THERE, evidence)
            : Verdict.undecided(ALL_THERE, String.join(", ", doubts) + "; " + evidence))
        .of(Whose.INJECTOR);
  }

  private static Duration delay(Lane.Start start) {
    return Duration.between(start.planned(), start.at());
  }

  /** Of each injector that was, the phase that it was latest for. */
  private Map<Integer, Lane.Start> late() {
    var late = new TreeMap<Integer, Lane.Start>();
    for (var part : parts) {
      part.lane().starts().stream()
          .filter(start -> delay(start).compareTo(LATE) > 0)
          .max(Comparator.comparing(Merge::delay))
          .ifPresent(start -> late.put(part.index(), start));
    }
    return late;
  }

  /** The longest time from the first injector's start of a phase to the last one's. */
  private Duration spread() {
    var byPhase = new LinkedHashMap<String, List<Instant>>();
    parts.forEach(
        part ->
            part.lane()
                .starts()
                .forEach(
                    start ->
                        byPhase
                            .computeIfAbsent(start.phase(), unseen -> new ArrayList<>())
                            .add(start.at())));
    return byPhase.values().stream()
        .map(
            all ->
                Duration.between(
                    all.stream().min(Comparator.naturalOrder()).orElseThrow(),
                    all.stream().max(Comparator.naturalOrder()).orElseThrow()))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** What was seen is not the whole if somebody did not take part. */
  private static Verdict doubted(Verdict verdict, Verdict there) {
    return there.outcome() == Outcome.PASS || verdict.outcome() == Outcome.UNDECIDED
        ? verdict
        : verdict
            .undecided("%s. Seen: %s".formatted(there.evidence(), verdict.evidence()))
            .of(Whose.INJECTOR);
  }

  /** Verdicts that each injector has reached on its own part: of each the worst. */
  private List<Verdict> own(Verdict there) {
    var byName = new LinkedHashMap<String, Verdict>();
    for (var part : parts) {
      for (var verdict : part.result.verdicts()) {
        var told = isOfMany(verdict) ? prefixed(verdict, part.index()) : verdict;
        byName.merge(verdict.name(), doubted(told, there), Merge::worse);
      }
    }
    return List.copyOf(byName.values());
  }

  private boolean isOfMany(Verdict verdict) {
    return parts.stream()
            .filter(
                part ->
                    part.result.verdicts().stream()
                        .anyMatch(other -> other.name().equals(verdict.name())))
            .count()
        > 1;
  }

  private static Verdict worse(Verdict one, Verdict other) {
    return badness(other) > badness(one) ? other : one;
  }

  private static int badness(Verdict verdict) {
    return switch (verdict.outcome()) {
      case PASS -> 0;
      case UNDECIDED -> 1;
      case FAIL -> 2;
    };
  }

  private static Verdict prefixed(Verdict v, int index) {
    return new Verdict(
        v.name(),
        v.outcome(),
        v.whose(),
        v.severity(),
        "injector %d: %s".formatted(index, v.evidence()),
        v.cause(),
        v.gauge(),
        v.extent(),
        v.script());
  }

  /** Figures that are not of requests stand with one of them, or with the first to have them. */
  private List<Estimate> metrics(List<Estimate> ofRequests, List<Estimate> ofWhole) {
    var all = new ArrayList<>(ofRequests);
    all.addAll(ofWhole);
    var byName = new LinkedHashMap<String, Estimate>();
    leader.contribution.measured().forEach(each -> byName.putIfAbsent(each.name(), each));
    for (var part : parts) {
      part.contribution.measured().forEach(each -> byName.putIfAbsent(each.name(), each));
    }
    all.addAll(byName.values());
    return all;
  }

  /** A note of all is the run's, one of some is theirs. */
  private List<String> notes(int broken) {
    var by = new LinkedHashMap<String, List<Integer>>();
    for (var part : parts) {
      for (var note : part.result.notes()) {
        by.computeIfAbsent(note, unseen -> new ArrayList<>()).add(part.index());
      }
    }
    var notes = new ArrayList<String>();
    if (broken > 0) {
      notes.add(
          "%d lines of the injectors' files could not be read and are left out".formatted(broken));
    }
    by.entrySet().stream()
        .map(
            note ->
                note.getValue().size() == parts.size()
                    ? note.getKey()
                    : "injector %s: %s"
                        .formatted(
                            note.getValue().stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", ")),
                            note.getKey()))
        .forEach(notes::add);
    return notes;
  }
}
