package pggit.load.pggit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * A ledger in a file: magic and version as they are, then compressed and with a checksum (zlib) the
 * run token, the names of the branches, the entries, and what else a ledger knows. Entries go
 * through one buffer, in blocks, each of them column by column.
 */
final class LedgerFile {
  private static final byte[] MAGIC = "pggitldg".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int BLOCK = 1 << 15;

  /** Length and state, ID, message, branch. */
  private static final int ENTRY_BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;

  private static final int STREAM_BUFFER = 1 << 16;

  private LedgerFile() {}

  static void write(Ledger ledger, Path file) {
    var deflater = new Deflater(Deflater.BEST_SPEED); // two thirds are hashes and stay as they are
    try (var plain =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(file), STREAM_BUFFER))) {
      plain.write(MAGIC);
      plain.writeInt(VERSION);
      try (var out = new DataOutputStream(new DeflaterOutputStream(plain, deflater, 4096))) {
        out.writeUTF(ledger.runToken());
        entries(ledger, out);
        facts(ledger, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    } finally {
      deflater.end();
    }
  }

  private static void entries(Ledger ledger, DataOutputStream out) throws IOException {
    Map<String, Integer> branches = new HashMap<>();
    List<String> names = ledger.branches();
    out.writeInt(names.size());
    for (String name : names) {
      branches.put(name, branches.size());
      bytes(out, name.getBytes(StandardCharsets.UTF_8));
    }
    int count = (int) ledger.attempted();
    out.writeInt(count);
    ByteBuffer block = ByteBuffer.allocate(BLOCK * ENTRY_BYTES);
    for (int from = 0; from < count; from += BLOCK) {
      int to = Math.min(count, from + BLOCK);
      block.clear();
      for (int entry = from; entry < to; entry++) { // first: who is acknowledged has its ID by now
        block.putInt(ledger.lengthAndState(entry));
      }
      for (int entry = from; entry < to; entry++) {
        block.putLong(ledger.idHash(entry));
      }
      for (int entry = from; entry < to; entry++) {
        block.putLong(ledger.messageHash(entry));
      }
      for (int entry = from; entry < to; entry++) {
        block.putInt(branches.getOrDefault(ledger.branch(entry), 0));
      }
      out.write(block.array(), 0, block.position());
    }
  }

  private static void facts(Ledger ledger, DataOutputStream out) throws IOException {
    Map<String, Long> failures = ledger.failures();
    out.writeInt(failures.size());
    for (var failure : failures.entrySet()) {
      out.writeUTF(failure.getKey());
      out.writeLong(failure.getValue());
    }
    Map<Integer, String> withoutId = ledger.withoutId();
    out.writeInt(withoutId.size());
    for (var commit : withoutId.entrySet()) {
      out.writeInt(commit.getKey());
      out.writeUTF(commit.getValue());
    }
    Map<Integer, byte[]> samples = ledger.samples();
    out.writeInt(samples.size());
    for (var sample : samples.entrySet()) {
      out.writeInt(sample.getKey());
      bytes(out, sample.getValue());
    }
  }

  /**
   * Adds what a file has.
   *
   * @throws IllegalArgumentException if it is no whole ledger, or none that {@code into} accepts
   */
  static void read(Path file, Ledger into) {
    try (var plain =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), STREAM_BUFFER))) {
      if (!Arrays.equals(plain.readNBytes(MAGIC.length), MAGIC)) {
        throw new IllegalArgumentException(file + " is no ledger: expected one of pgGit Load");
      }
      int version = plain.readInt();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "%s has format %d, expected %d: it was written by another version of pgGit Load"
                .formatted(file, version, VERSION));
      }
      var in = new DataInputStream(new InflaterInputStream(plain));
      String token = in.readUTF();
      if (!into.begin(token)) {
        throw new IllegalArgumentException(
            "%s is the ledger of %s, expected %s".formatted(file, token, into.expected()));
      }
      int first = (int) into.attempted();
      entries(in, into);
      facts(in, into, first);
      if (in.read() >= 0) { // also has the checksum compared
        throw new ZipException("there is more than a ledger");
      }
    } catch (EOFException e) {
      throw new IllegalArgumentException(
          file + " is cut off: expected a whole ledger, as it was written", e);
    } catch (ZipException | UTFDataFormatException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "%s is damaged: expected a ledger as it was written (%s)".formatted(file, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static void entries(DataInputStream in, Ledger into) throws IOException {
    List<String> branches = new ArrayList<>(); // grows, since the number may be damaged
    for (int i = in.readInt(); i > 0; i--) {
      branches.add(into.known(new String(bytes(in), StandardCharsets.UTF_8)));
    }
    int count = in.readInt();
    ByteBuffer block = ByteBuffer.allocate(BLOCK * ENTRY_BYTES);
    for (int from = 0; from < count; from += BLOCK) {
      int entries = Math.min(BLOCK, count - from);
      in.readFully(block.array(), 0, entries * ENTRY_BYTES);
      int ids = entries * Integer.BYTES;
      int messages = ids + entries * Long.BYTES;
      int names = messages + entries * Long.BYTES;
      for (int i = 0; i < entries; i++) {
        into.add(
            block.getInt(i * Integer.BYTES),
            block.getLong(ids + i * Long.BYTES),
            block.getLong(messages + i * Long.BYTES),
            branches.get(block.getInt(names + i * Integer.BYTES)));
      }
    }
  }

  /**
   * @param first number of the file's first entry
   */
  private static void facts(DataInputStream in, Ledger into, int first) throws IOException {
    for (int i = in.readInt(); i > 0; i--) {
      into.addFailed(in.readUTF(), in.readLong());
    }
    for (int i = in.readInt(); i > 0; i--) {
      into.withoutId().put(first + in.readInt(), in.readUTF());
    }
    for (int i = in.readInt(); i > 0; i--) {
      into.samples().put(first + in.readInt(), bytes(in));
    }
  }

  private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(Math.max(0, length)); // not all at once, if the length is wrong
    if (bytes.length != length) {
      throw new EOFException();
    }
    return bytes;
  }
}
