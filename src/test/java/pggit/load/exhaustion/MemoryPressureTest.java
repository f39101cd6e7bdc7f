package pggit.load.exhaustion;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pggit.load.server.fault.Machine;

/** Wide tables, long messages, many commits in one session, and memory that runs out. */
@Tag("chaos")
@Tag("resource")
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MemoryPressureTest {

  private static final int MEGABYTE = 1_000_000;

  /** The message as text, in UTF-8 and in the driver's buffers, each some 100 MB. */
  private static final long HEAP_FOR_100_MEGABYTES = 1_000L * MEGABYTE;

  @RegisterExtension static final Exhaustion exhaustion = new Exhaustion();

  @BeforeAll
  static void skipWhereMemoryCannotBeRead() {
    Exhaustion.skipUnless(Machine.processFigures());
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 400, 1600})
  void versionsWideTablesInBoundedMemory(int columns) throws Exception {
    exhaustion.runOnSharedServer(
        "%d columns".formatted(columns), Specs.SMALL, MemoryDrills.columns(columns));
  }

  @Test
  void storesMessagesUpTo100KilobytesToTheByte() throws Exception {
    exhaustion.runOnSharedServer(
        "messages of 1 to 100 KB", Specs.SMALL, MessageDrill.upTo100Kilobytes(60, 20260101));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void storesOrRefusesLongMessages(int megabytes) throws Exception {
    exhaustion.runOnSharedServer(
        "message of %d MB".formatted(megabytes),
        Specs.SMALL,
        MessageDrill.of(megabytes * MEGABYTE));
  }

  @Test
  @Tag("slow")
  void storesOrRefusesAMessageOf100Megabytes() throws Exception {
    assumeTrue(
        Runtime.getRuntime().maxMemory() >= HEAP_FOR_100_MEGABYTES,
        "a message of 100 MB takes a heap of 1 GB: -DargLine=-Xmx1g");
    exhaustion.runOnSharedServer("message of 100 MB", Specs.SMALL, MessageDrill.of(100 * MEGABYTE));
  }

  @Test
  @Tag("load")
  void makes1000CommitsInASessionWithoutGrowing() throws Exception {
    exhaustion.runOnSharedServer("session of 1000", Specs.SMALL, MemoryDrills.session(1000));
  }

  @Test
  @Tag("load")
  @Tag("slow")
  void makes10000CommitsInASessionWithoutGrowing() throws Exception {
    exhaustion.runOnSharedServer("session of 10000", Specs.SMALL, MemoryDrills.session(10_000));
  }

  @Test
  @Tag("load")
  void sparesOthersWhenASessionRunsOutOfMemory() throws Exception {
    Exhaustion.skipUnless(Machine.memoryLimits());
    exhaustion.runOnSharedServer(
        "one session out of memory", Specs.SMALL, MemoryDrills::oneSessionOutOfMemory);
  }

  @Test
  void refusesWhatAServerShortOfMemoryCannotTake() throws Exception {
    exhaustion.run(
        "server short of memory",
        Specs.SMALL.withAddressSpace(192 * Specs.MIB),
        MemoryDrills::serverShortOfMemory);
  }

  @Test
  @Tag("load")
  @Tag("destructive")
  void losesNothingWhenTheOomKillerTakesABackend() throws Exception {
    exhaustion.run("backend killed", Specs.SMALL, ServerDrills::backendKilled);
  }
}
