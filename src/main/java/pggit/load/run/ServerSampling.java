package pggit.load.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import pggit.load.measure.CommitCosts;
import pggit.load.measure.Estimate;
import pggit.load.measure.Sample;
import pggit.load.measure.Sampler;
import pggit.load.measure.ServerSample;
import pggit.load.server.EmbeddedServer;
import pggit.load.target.ServerWatch;

/** Writes {@code server.csv}, once a second from before the load to the end of the run. */
final class ServerSampling implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final String NAME = "server";

  private final ServerWatch watch;
  private final Sampler<ServerSample> sampler;

  /**
   * @param acknowledged commits acknowledged so far
   */
  ServerSampling(Path directory, Target target, LongSupplier acknowledged) {
    var postmaster =
        target.server() instanceof EmbeddedServer embedded
            ? OptionalLong.of(embedded.postmasterPid())
            : OptionalLong.empty();
    watch = new ServerWatch(target.database(), postmaster, acknowledged).open();
    sampler =
        new Sampler<>(
            directory.resolve(ServerSample.FILE), ServerSample.COLUMNS, EVERY, ServerSample::cells);
    sampler.watch(NAME, watch);
  }

  /** What a commit has cost the server up to now. */
  List<Estimate> costs() {
    var samples = new ArrayList<>(sampler.samples(NAME).stream().map(Sample::value).toList());
    watch.get().ifPresent(samples::add);
    return CommitCosts.of(samples);
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
