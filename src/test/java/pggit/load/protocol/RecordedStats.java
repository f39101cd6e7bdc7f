package pggit.load.protocol;

import io.gatling.commons.stats.Status;
import io.gatling.core.stats.StatsEngine;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import scala.Option;

/** A stats engine that remembers what it was told. */
final class RecordedStats {

  /** One call: the status is OK, KO or CRASH. */
  record Entry(String request, String status, String code, String message) {}

  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private final GatlingLog log = new GatlingLog(engine(), System::currentTimeMillis);

  List<Entry> entries() {
    log.flush();
    return entries;
  }

  GatlingLog log() {
    return log;
  }

  private StatsEngine engine() {
    return (StatsEngine)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {StatsEngine.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("logResponse")) {
                entries.add(
                    new Entry(
                        (String) arguments[2],
                        ((Status) arguments[5]).name(),
                        text(arguments[6]),
                        text(arguments[7])));
              } else if (method.getName().equals("logRequestCrash")) {
                entries.add(new Entry((String) arguments[2], "CRASH", "", (String) arguments[3]));
              }
              return null;
            });
  }

  private static String text(Object option) {
    var value = (Option<?>) option;
    return value.isDefined() ? (String) value.get() : "";
  }
}
