package pggit.load.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.LimitedSpec;

/** Tests of the tests: a pgGit that is wrong at a limit of the server is found by its drill. */
@Tag("chaos")
@Tag("slow")
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LimitDrillsTest {

  private static final String GENUINE =
      "RETURN genuine.commit_changes(commit_name, branch_name, message);";

  @RegisterExtension static final Exhaustion exhaustion = new Exhaustion();

  static Stream<Arguments> wrongPgGits() {
    return Stream.of(
        arguments(
            "holds a lock for each commit",
            DrilledPgGit.spoilt(
                "BEGIN PERFORM pg_advisory_xact_lock(nextval('pggit.spoilt')); %s END"
                    .formatted(GENUINE)),
            Specs.FEW_LOCKS,
            (Drill) LockDrills::lockTableFull,
            "commits of one transaction share their locks"),
        arguments(
            "keeps a lock after the transaction",
            DrilledPgGit.spoilt(
                "BEGIN PERFORM pg_advisory_lock(hashtext(branch_name)); %s END".formatted(GENUINE)),
            Specs.PREPARING,
            (Drill) LockDrills::preparedTransaction,
            "commits go on once the prepared transaction is undone"),
        arguments(
            "hides why a table cannot be created",
            onNewTable(
                """
                BEGIN
                  PERFORM pg_advisory_xact_lock(nextval('spoilt')) FROM generate_series(1, 300);
                EXCEPTION WHEN OTHERS THEN
                  RAISE EXCEPTION 'pgGit failed';
                END"""),
            Specs.FEW_LOCKS,
            (Drill) LockDrills::lockTableFull,
            "a full lock table is reported as such"),
        arguments(
            "locks all branches for one",
            DrilledPgGit.spoilt(
                "BEGIN PERFORM pg_advisory_xact_lock(1); %s END".formatted(GENUINE)),
            Specs.SMALL,
            (Drill) LockDrills::idleInTransaction,
            "a commit on another branch does not wait for a transaction left open"),
        arguments(
            "waits by asking again and again",
            DrilledPgGit.spoilt(
                """
                BEGIN
                  WHILE NOT pg_try_advisory_xact_lock(hashtext(branch_name)) LOOP
                    PERFORM pg_sleep(0.01);
                    IF clock_timestamp() > statement_timestamp() + interval '4 s' THEN
                      RAISE EXCEPTION 'busy';
                    END IF;
                  END LOOP;
                  %s
                END"""
                    .formatted(GENUINE)),
            Specs.PREPARING,
            (Drill) LockDrills::preparedTransaction,
            "a commit that waits for a prepared transaction ends at lock_timeout"),
        arguments(
            "goes on when it is canceled",
            DrilledPgGit.spoilt(
                """
                BEGIN
                  BEGIN
                    %s
                  EXCEPTION WHEN query_canceled OR lock_not_available THEN
                    RETURN gen_random_uuid()::text;
                  END;
                END"""
                    .formatted(GENUINE)),
            Specs.SMALL,
            TimeLimitDrills.inTheMiddle(1),
            "a commit that a time limit ends within pgGit says so and is undone whole"),
        arguments(
            "lets a table pass that it could not write down",
            new DrilledPgGit(
                PgGitSource.reference(),
                OnError.STOP,
                """
                ALTER FUNCTION pggit.record_version(oid, boolean, boolean) RENAME TO genuine;
                CREATE FUNCTION pggit.record_version(t oid, created boolean, only_if_changed boolean)
                RETURNS void LANGUAGE plpgsql AS $$
                BEGIN
                  PERFORM pggit.genuine(t, created, only_if_changed);
                EXCEPTION WHEN lock_not_available THEN
                  NULL;
                END $$;
                """),
            Specs.SMALL,
            TimeLimitDrills.inTheMiddle(1),
            "a CREATE TABLE that a time limit ends within pgGit says so and is undone whole"),
        arguments(
            "looks through all that is open, in a subtransaction",
            DrilledPgGit.spoilt(
                """
                BEGIN
                  BEGIN
                    FOR i IN 1..3 LOOP
                      PERFORM count(*) FROM pggit.recorded_commits WHERE branch = 'long';
                    END LOOP;
                    %s
                  EXCEPTION WHEN unique_violation THEN
                    RAISE;
                  END;
                END"""
                    .formatted(GENUINE)),
            Specs.SMALL,
            (Drill) TransactionDrills::subtransactions,
            "others are as fast beside a transaction of many commits"),
        arguments(
            "updates a row in place that it finds by reading the table",
            new DrilledPgGit(
                PgGitSource.reference(),
                OnError.STOP,
                DrilledPgGit.spoilt(
                            "BEGIN UPDATE pggit.head SET n = n + 1; %s END".formatted(GENUINE))
                        .spoilt()
                    + "CREATE TABLE pggit.head AS SELECT 1 AS n, repeat('x', 500) AS t;"),
            Specs.SMALL,
            TransactionDrills.oldSnapshot(4000, Duration.ofSeconds(20)),
            "a commit costs as ever once an old snapshot has gone"),
        arguments(
            "hides that its temporary files are too large",
            DrilledPgGit.spoilt(
                """
                BEGIN
                  PERFORM count(*) FROM (SELECT g FROM generate_series(1, 5000) g ORDER BY -g) s;
                  %s
                EXCEPTION WHEN OTHERS THEN
                  RAISE EXCEPTION 'commit failed';
                END"""
                    .formatted(GENUINE)),
            Specs.SMALL,
            (Drill) TransactionDrills::temporaryFiles,
            "what needs larger temporary files than allowed is refused as such"),
        arguments(
            "says it has committed where there was no transaction ID",
            DrilledPgGit.spoilt(
                """
                BEGIN
                  %s
                EXCEPTION WHEN program_limit_exceeded THEN
                  RETURN gen_random_uuid()::text;
                END"""
                    .formatted(GENUINE)),
            Specs.SMALL,
            (Drill) TransactionDrills::transactionIdsUsedUp,
            "nothing lost"));
  }

  /** The reference, with something that happens at each new table. */
  private static DrilledPgGit onNewTable(String body) {
    return new DrilledPgGit(
        PgGitSource.reference(),
        OnError.STOP,
        """
        CREATE SEQUENCE spoilt;
        CREATE FUNCTION on_table() RETURNS event_trigger LANGUAGE plpgsql AS $$ %s $$;
        CREATE EVENT TRIGGER on_table ON ddl_command_end WHEN tag IN ('CREATE TABLE')
        EXECUTE FUNCTION on_table();
        """
            .formatted(body));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongPgGits")
  void isFound(String what, DrilledPgGit subject, LimitedSpec spec, Drill drill, String defect)
      throws Exception {
    var findings = exhaustion.findingsOnSharedServer(subject, spec, drill);

    assertThat(findings.defects()).as("a pgGit that %s", what).contains(defect);
  }
}
