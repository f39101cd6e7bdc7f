package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ServerSampleTest {

  @Test
  void unknownNumbersAreEmptyCellsAndWaitEventsAreOneCell() {
    Map<ServerColumn, Long> numbers = new EnumMap<>(ServerColumn.class);
    numbers.put(ServerColumn.ACKNOWLEDGED, 7L);
    numbers.put(ServerColumn.JVM_GC_MILLIS, 12L);
    var sample = new ServerSample(numbers, Map.of("LWLock:WALWrite", 12L, "IO:WALSync", 1L));

    assertThat(sample.cells().stream().map(Object::toString).collect(Collectors.joining(",")))
        .isEqualTo("7,,,,,,,,,,,,,,,,,,,,,,,,,,12,,,IO:WALSync=1 LWLock:WALWrite=12");
    assertThat(sample.cells()).hasSize(ServerSample.COLUMNS.split(",").length);
  }

  @Test
  void columnsKeepTheirNamesAndOrder() {
    assertThat(ServerSample.COLUMNS)
        .startsWith("acknowledged,active,idle,idle_in_transaction,waiting_lock")
        .endsWith("jvm_gc_count,jvm_gc_millis,machine_cpu_micros,machine_idle_micros,wait_events");
  }
}
