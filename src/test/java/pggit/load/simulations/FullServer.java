package pggit.load.simulations;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import pggit.load.measure.EventLog;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.run.LoadRun;
import pggit.load.server.Endpoint;
import pggit.load.server.SlotProbe;
import pggit.load.verdict.ClockControl;
import pggit.load.verdict.SlotJudge;

/** What a server does whose connections are all used up, and just after. */
final class FullServer {

  static final Duration SOON = Duration.ofSeconds(1);

  private final LoadRun run;
  private final Endpoint users;
  private final int places;
  private final int reserved;
  private final BareConnects control;
  private final AtomicReference<SlotProbe.Entry> superusers = new AtomicReference<>();
  private final AtomicReference<SlotProbe.Entry> again = new AtomicReference<>();

  /**
   * @param places connections for users
   * @param reserved those for superusers
   */
  FullServer(LoadRun run, Endpoint users, int places, int reserved) {
    this.run = run;
    this.users = users;
    this.places = places;
    this.reserved = reserved;
    control = run.closing(new BareConnects(users));
  }

  /** From now on: is the machine slow for everybody? */
  void watch() {
    control.start();
  }

  /** What the least of a connect took since then. */
  ClockControl control() {
    return control.soFar();
  }

  /** While it is full: how many superusers get in? */
  void enterAsSuperuser() {
    run.events().add(EventLog.Kind.FAULT, "all connections used up");
    superusers.set(SlotProbe.upTo(reserved + 1, run.target().server().admin()));
  }

  /** When the users have gone: how many can come? */
  void comeAgain() {
    run.events().add(EventLog.Kind.REPAIR, "connections given back");
    again.set(SlotProbe.within(SOON, places, users));
  }

  List<Verdict> verdicts(Tally connects, Tally work, Tally commits, Duration limit) {
    return List.of(
        SlotJudge.admitted("server limit", places, connects, SOON, control()),
        SlotJudge.unharmed("those inside unharmed", places, List.of(work)),
        commitsInside(commits, limit),
        SlotJudge.reserved("reserved for superusers", reserved, superusers.get()),
        SlotJudge.freeAgain("slots free again", places, again.get(), SOON, control()));
  }

  private Verdict commitsInside(Tally commits, Duration limit) {
    var name = "commits inside";
    return run.target().load().equals(run.target().ordinary())
        ? run.facts().allWithin(name, places, commits, limit)
        : Verdict.undecided(name, "users are of an ordinary role here, which may not commit");
  }
}
