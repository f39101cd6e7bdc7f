package pggit.load.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What else is at work on the machine while the gate measures: processes of our own, the same for
 * the same seed.
 */
enum Beside {
  /** Nothing of ours. */
  NOTHING("nothing", "true"),

  /** As cron does it; the seed says when the first one comes. */
  BURST(
      "two busy loops for 2 s every 10 s",
      """
      sleep $((seed % 8))
      while :; do
        timeout --foreground 2 sh -c 'while :; do :; done' & timeout --foreground 2 sh -c 'while :; do :; done'
        sleep 8
      done"""),

  /** All the time. */
  CORE("a busy loop all the time", "while :; do :; done"),

  /** Writes that wait for the disk the server writes to; the seed says how large they are. */
  DISK(
      "a disk that others write to",
      "while :; do dd if=/dev/zero of=file bs=1M count=$((8 + seed % 57)) conv=fsync 2>/dev/null; done"),

  /** Memory taken, filled and given back; the seed says how much. */
  MEMORY(
      "0.5 to 1.5 GB of memory filled again and again",
      "while :; do head -c $((500 + seed % 1000))M /dev/zero | tail -n 1 | wc -c >/dev/null; done");

  /** All that it starts is one group, which ends with whoever holds its standard input. */
  private static final String UNTIL_WE_END =
      "seed=$1; ( %s ) & cat >/dev/null; kill -s KILL -- -$$";

  private final String words;
  private final String script;

  Beside(String words, String script) {
    this.words = words;
    this.script = script;
  }

  String words() {
    return words;
  }

  /** Something at work. */
  interface Work extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** Begins; ends on close, or with this JVM. */
  Work start(int seed, Path directory) throws IOException {
    if (this == NOTHING) {
      return () -> {};
    }
    Process process =
        new ProcessBuilder(
                List.of(
                    "setsid",
                    "sh",
                    "-c",
                    UNTIL_WE_END.formatted(script),
                    "sh",
                    Integer.toString(seed)))
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return () -> {
      process.getOutputStream().close();
      process.onExit().join();
    };
  }
}
