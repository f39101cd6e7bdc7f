package pggit.load.run;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import pggit.load.protocol.Leak;
import pggit.load.verdict.LeakJudge;

/**
 * Collects what HikariCP's leak detection reports; that is a warning in the log and nothing else.
 * While it is open the warnings stay out of the console: they are expected, and ten of them with
 * their stacks would hide what is not.
 */
public final class LeakLog implements AutoCloseable {

  private static final String LOGGER = "com.zaxxer.hikari.pool.ProxyLeakTask";
  private static final long LOOK_MILLIS = 10;

  private final Queue<LeakJudge.Report> reports = new ConcurrentLinkedQueue<>();
  private final Logger logger;
  private final boolean additive;
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          // The other message of this logger, that a connection came back after all, has no stack.
          if (event.getThrowableProxy() != null && event.getArgumentArray() != null) {
            reports.add(
                new LeakJudge.Report(
                    System.nanoTime(),
                    String.valueOf(event.getArgumentArray()[0]),
                    place(event.getThrowableProxy())));
          }
        }
      };

  public LeakLog() {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    logger = context.getLogger(LOGGER);
    additive = logger.isAdditive();
    appender.setContext(context);
    appender.start();
    logger.addAppender(appender);
    logger.setAdditive(false);
  }

  public List<LeakJudge.Report> reports() {
    return List.copyOf(reports);
  }

  /** Waits until all of these are reported, or so long after the last of them was taken. */
  public void await(Collection<Leak> leaks, Duration limit) {
    long deadline =
        leaks.stream().mapToLong(Leak::takenNanos).max().orElse(System.nanoTime())
            + limit.toNanos();
    while (!allReported(leaks) && System.nanoTime() - deadline < 0) {
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private boolean allReported(Collection<Leak> leaks) {
    var reported = reports.stream().map(LeakJudge.Report::connection).toList();
    return leaks.stream().map(Leak::connection).allMatch(reported::contains);
  }

  private static List<String> place(IThrowableProxy stack) {
    var frames = new ArrayList<String>();
    for (var frame : stack.getStackTraceElementProxyArray()) {
      var element = frame.getStackTraceElement();
      if (!element.getClassName().startsWith("com.zaxxer.hikari.")) {
        frames.add(
            "%s.%s:%d"
                .formatted(
                    element.getClassName(), element.getMethodName(), element.getLineNumber()));
      }
    }
    return frames;
  }

  /** Stops collecting; what was collected stays. */
  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setAdditive(additive);
    appender.stop();
  }
}
