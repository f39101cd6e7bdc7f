package pggit.load.pggit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A few messages in full, the first of each length class (powers of two) up to 256 KiB, so that an
 * altered one can be explained: where does it differ? About 2 MB at most. Safe for any thread.
 */
final class MessageSamples {

  private static final int PER_CLASS = 4;
  private static final int LONGEST = 256 * 1024;

  private final AtomicIntegerArray taken = new AtomicIntegerArray(Integer.SIZE + 1);
  private final Map<Integer, byte[]> messages = new ConcurrentHashMap<>();

  void offer(int entry, byte[] message) {
    int lengthClass = Integer.SIZE - Integer.numberOfLeadingZeros(message.length);
    if (message.length <= LONGEST
        && taken.get(lengthClass) < PER_CLASS
        && taken.getAndIncrement(lengthClass) < PER_CLASS) {
      messages.put(entry, message);
    }
  }

  Optional<byte[]> of(int entry) {
    return Optional.ofNullable(messages.get(entry));
  }
}
