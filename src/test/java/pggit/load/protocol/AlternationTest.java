package pggit.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Users whose requests take 5 ms each, whoever else is at work. */
class AlternationTest {

  private static final int USERS = 12;
  private static final int ROUNDS = 5;
  private static final Duration TURN = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ScheduledExecutorService server = Executors.newScheduledThreadPool(2);
  private final AtomicInteger atWork = new AtomicInteger();
  private final Set<Integer> seenWith3 = ConcurrentHashMap.newKeySet();
  private volatile int turn;

  @AfterEach
  void close() {
    server.shutdownNow();
  }

  @Test
  void eachTurnHasItsNumberOfUsersAndCountsWhatTheyDo() throws InterruptedException {
    var alternation =
        new Alternation(
            () -> List.of(3, USERS), USERS, ROUNDS, TURN, level -> turn = level, Alternation.NONE);

    try (var crowd = new VirtualUsers(USERS)) {
      crowd.does(requests(alternation, USERS), 1, LIMIT);
    }

    assertThat(alternation.rounds()).hasSize(ROUNDS);
    // Each user makes 200 in a second at most, and fewer where timers are late.
    assertThat(total(alternation, 3)).isPositive().isLessThan(ROUNDS * 3 * 200 * 1.1);
    assertThat(total(alternation, USERS)).isGreaterThan(2 * total(alternation, 3));
    assertThat(seenWith3).isSubsetOf(1, 2, 3);
    assertThat(atWork).hasValue(0);
  }

  @Test
  void failedRequestsAreNotCounted() throws InterruptedException {
    var alternation =
        new Alternation(() -> List.of(3, USERS), USERS, 1, TURN, level -> {}, Alternation.NONE);

    try (var crowd = new VirtualUsers(USERS)) {
      crowd.does(requests(alternation, 3), 1, LIMIT); // users 3 to 11 fail each time
    }

    assertThat(alternation.rounds()).hasSize(1);
    assertThat(alternation.rounds().get(0).get(USERS)).isLessThanOrEqualTo(3 * 200 * 1.1);
  }

  private static double total(Alternation alternation, int level) {
    return alternation.rounds().stream().mapToDouble(round -> round.get(level)).sum();
  }

  /** The loop that the DSL would make of it: through the gate, one request, and back. */
  private Function<Action, Action> requests(Alternation alternation, int succeeding) {
    return through -> {
      var request =
          new JavaAction("request") {
            private Action gate;

            @Override
            public void execute(Session session) {
              if (alternation.isOver()) {
                through.$bang(session);
                return;
              }
              int with = atWork.incrementAndGet();
              if (turn == 3) {
                seenWith3.add(with);
              }
              var answered = session.userId() < succeeding ? session : session.markAsFailed();
              server.schedule(
                  () -> {
                    atWork.decrementAndGet();
                    gate.$bang(answered);
                  },
                  5,
                  TimeUnit.MILLISECONDS);
            }
          };
      request.gate = JavaAction.of("gate", alternation.gate(request));
      return request.gate;
    };
  }
}
