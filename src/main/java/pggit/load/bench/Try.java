package pggit.load.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import pggit.load.run.Settings;
import pggit.load.run.Target;

public final class Try {
  public static void main(String[] a) throws Exception {
    var settings = Settings.load();
    try (var target = Target.open(settings, Target.specOf(settings))) {
      var plan =
          new BenchPlan(
              Stream.of(a[0].split(",")).map(Driver::valueOf).toList(),
              Stream.of(a[1].split(",")).map(Load::valueOf).toList(),
              Stream.of(a[2].split(",")).map(Integer::valueOf).toList(),
              Integer.parseInt(a[3]),
              Duration.ofMillis(500),
              Duration.ofMillis(Long.parseLong(a[4])),
              List.copyOf(Arrays.asList(a).subList(5, a.length)));
      new Bench(plan, target.load(), System.out).run();
    }
    System.exit(0);
  }
}
