package pggit.load.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import pggit.load.measure.CommitCosts;
import pggit.load.measure.Estimate;
import pggit.load.measure.Sample;
import pggit.load.measure.Sampler;
import pggit.load.measure.ServerSample;
import pggit.load.pggit.ServerWatch;

/** Writes {@code server.csv}, once a second from before the load to the end of the run. */
final class ServerSampling implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final String NAME = "server";

  private final Target target;
  private final Yardstick yardstick = new Yardstick();
  private final ServerWatch watch;
  private final Sampler<ServerSample> sampler;
  private Optional<Sample<ServerSample>> looked = Optional.empty();
  private long lookedNanos = System.nanoTime() - EVERY.toNanos();

  /**
   * @param acknowledged commits acknowledged so far
   */
  ServerSampling(Path directory, Target target, LongSupplier acknowledged) {
    this.target = target;
    yardstick.measure(target.database());
    watch = new ServerWatch(target.database(), target.postmaster(), acknowledged).open();
    sampler =
        new Sampler<>(
            directory.resolve(ServerSample.FILE), ServerSample.COLUMNS, EVERY, ServerSample::cells);
    sampler.watch(NAME, watch);
  }

  /** What was seen last, unless that is long ago. */
  Map<String, ServerSample> latest() {
    return sampler.latest(EVERY.multipliedBy(5));
  }

  /** What was seen so far, oldest first, up to now: the end of a load would be missing. */
  List<Sample<ServerSample>> samples() {
    var samples = new ArrayList<>(sampler.samples(NAME));
    look()
        .filter(now -> samples.isEmpty() || now.nanos() > samples.get(samples.size() - 1).nanos())
        .ifPresent(samples::add);
    return samples;
  }

  /** Once a second, however many ask; a server that hangs takes each look some time. */
  private synchronized Optional<Sample<ServerSample>> look() {
    if (System.nanoTime() - lookedNanos > EVERY.toNanos()) {
      looked = watch.get().map(now -> new Sample<>(Instant.now(), System.nanoTime(), now));
      lookedNanos = System.nanoTime();
    }
    return looked;
  }

  /** What a commit has cost the server up to now, and the yardstick. */
  List<Estimate> costs() {
    var costs = new ArrayList<>(CommitCosts.of(samples().stream().map(Sample::value).toList()));
    yardstick.measure(target.database());
    yardstick.estimate().ifPresent(costs::add);
    return costs;
  }

  /** What a commit takes the server's processor; for after the audit, which it might disturb. */
  Optional<Estimate> work() {
    if (!target.server().embedded()) {
      return Optional.empty();
    }
    return Yardstick.work(target.database(), target.contract());
  }

  /** What the file lacks, and why. */
  List<String> notes() {
    return watch.notes();
  }

  @Override
  public void close() {
    sampler.close();
    watch.close();
  }
}
