package pggit.load.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import pggit.load.measure.Estimate;
import pggit.load.measure.Lane;
import pggit.load.measure.Recorder;
import pggit.load.measure.RunResult;
import pggit.load.pggit.Ledger;
import pggit.load.pggit.StoredBefore;
import pggit.load.protocol.LoadGenerator;
import pggit.load.server.ExternalServer;
import pggit.load.server.Login;
import pggit.load.server.PostgresServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.SetupException;
import pggit.load.settings.Settings;
import pggit.load.shard.Meeting;
import pggit.load.shard.Merge;
import pggit.load.shard.Parcels;
import pggit.load.shard.Prepared;
import pggit.load.shard.Share;
import pggit.load.verdict.Admission;
import pggit.load.verdict.Findings;
import pggit.load.verdict.WholeLoad;

/** A run's part in a load that several injectors make together. */
final class Injector implements Target.Others, AutoCloseable {

  private final Settings settings;
  private final Meeting meeting;
  private Optional<Prepared> prepared = Optional.empty();
  private Optional<ScratchDatabase> scratch = Optional.empty();

  private Injector(Settings settings, Meeting meeting) {
    this.settings = settings;
    this.meeting = meeting;
  }

  /** The part of this process in what the settings say; the whole if nothing does. */
  static Share share(Settings settings) {
    return Share.of(
        settings, LoadGenerator.current().map(it -> new Share(it.generators(), it.index())));
  }

  /**
   * Joins the others, and waits until one of them has prepared what all need, or this one has to.
   *
   * @return empty if there are no others
   * @throws SetupException if this one cannot take part; the message says why
   */
  static Optional<Injector> join(String simulation, Settings settings, Share share) {
    if (!share.shared()) {
      return Optional.empty();
    }
    if (!WholeLoad.simulations().contains(simulation)) {
      throw new SetupException(
          "%s is for one process, whose load is not the question: pggit.injectors = 1. Several can make %s"
              .formatted(
                  simulation,
                  String.join(", ", WholeLoad.simulations().stream().sorted().toList())));
    }
    var url =
        settings
            .url()
            .orElseThrow(
                () ->
                    new SetupException(
                        "pggit.injectors = %d: expected a server that all of them reach, pggit.url"
                            .formatted(share.injectors())));
    var login = new Login(settings.user(), settings.password());
    var place = ExternalServer.connect(url, login).admin();
    var injector = new Injector(settings, Meeting.join(place, share, simulation, settings));
    try {
      if (!injector.meeting.first()) {
        injector.prepared =
            Optional.of(
                Progress.during(
                    Console.writer(),
                    "the injector that came first prepares",
                    injector.meeting::awaitPrepared));
      }
      return Optional.of(injector);
    } catch (RuntimeException e) {
      injector.close();
      throw e;
    }
  }

  Meeting meeting() {
    return meeting;
  }

  @Override
  public Optional<Prepared> prepared() {
    return prepared;
  }

  @Override
  public void scratch(ScratchDatabase made) {
    scratch = Optional.of(made);
    meeting.scratch(made.endpoint().database());
  }

  /** Whether this one does what is done once for all. */
  boolean leads() {
    return meeting.first();
  }

  /** Tells the others what this one has prepared, if it had to; then all wait for all. */
  void begin(Target target, Admission room, StoredBefore before, LongSupplier acknowledged) {
    if (meeting.first()) {
      var ready =
          new Prepared(
              meeting.share().index(),
              target.database().database(),
              settings.database().isEmpty(),
              target.source(),
              target.database().way(),
              room,
              before);
      prepared = Optional.of(ready);
      meeting.prepared(ready);
      scratch.ifPresent(ScratchDatabase::disown); // the last of all drops it
    }
    meeting.counting(acknowledged);
    var unused =
        Progress.during(
            Console.writer(),
            "%d injectors come".formatted(meeting.share().injectors()),
            meeting::begin);
  }

  /** When all begin what is called so. */
  long meet(String phase) {
    var limit = settings.injectorsWait().plus(settings.timeout().multipliedBy(4));
    return meeting.meet(phase, meeting.share().injectors(), limit).startNanos();
  }

  /** What this one takes down, in a directory within that of the whole run. */
  Journal journal(String simulation) {
    return new Journal(simulation, settings, meeting.begun(), directory(meeting.share().index()));
  }

  /**
   * Hands in what this one has, and makes the result of all or waits for it.
   *
   * @param own its directory, with the files of any run in it
   * @param measured figures that are not of its requests
   * @param server whose database is dropped in the end if it was made for this run
   */
  Ended end(
      Path own,
      Recorder recorder,
      Ledger ledger,
      List<Estimate> measured,
      PostgresServer server,
      Merge.Auditor auditor) {
    var all = prepared.orElseThrow();
    meeting.handIn(own, recorder, ledger, all, measured);
    if (!meeting.doneAndLast()) {
      var copy = own.resolve("result");
      meeting.parcels().get(Parcels.RESULT, copy);
      return new Ended(RunResult.read(copy), own, Optional.empty(), false);
    }
    var whole = Objects.requireNonNull(own.getParent());
    var result = merged(whole, own, auditor);
    var page = Pages.make(whole);
    if (all.scratch()) {
      ScratchDatabase.adopt(server, all.database()).close();
    }
    publish(whole, page);
    return new Ended(result, whole, page, true);
  }

  private RunResult merged(Path whole, Path own, Merge.Auditor auditor) {
    var absent = new ArrayList<Lane>();
    var there = new ArrayList<Path>();
    var members = meeting.members();
    for (var member : members) {
      var directory = whole.resolve(directory(member.index()));
      if (!member.isDone()) {
        absent.add(Lane.without(member.index(), member.host(), member.state()));
      } else {
        if (!directory.equals(own)) {
          meeting.parcels().get(member.index(), directory);
        }
        there.add(directory);
      }
    }
    for (int i = 0; i < meeting.share().injectors(); i++) {
      int index = i;
      if (members.stream().noneMatch(member -> member.index() == index)) {
        absent.add(Lane.without(index, "", Lane.ABSENT));
      }
    }
    return Merge.of(there, absent, whole, settings, auditor);
  }

  /** Stores the result for the others, and for whoever wants its page. */
  private void publish(Path whole, Optional<Path> page) {
    for (var name : List.of(RunResult.NAME, Findings.NAME)) {
      meeting.parcels().put(Parcels.RESULT, whole, whole.resolve(name));
    }
    page.ifPresent(made -> meeting.parcels().put(Parcels.RESULT, whole, made));
    meeting.end();
  }

  /** The command that fetches the page of the result. */
  String fetching() {
    return "  fetch it  " + meeting.parcels().command("index.html");
  }

  /** What all who have any of so many users bring to a place where they meet, added up. */
  double[] meet(String place, int users, Duration limit, double... figures) {
    return meeting.meet(place, meeting.share().among(users), limit, figures).sums();
  }

  /** Name of an injector's directory within that of the whole run. */
  private static String directory(int index) {
    return "injector-" + index;
  }

  @Override
  public void close() {
    meeting.close();
  }
}
