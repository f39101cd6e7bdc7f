package pggit.load.shard;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Files of a run's injectors in the database where they meet, compressed and cut into parts. */
public final class Parcels {

  /** Stands for an injector where files are those of the result. */
  public static final int RESULT = -1;

  private static final int PART_BYTES = 4 << 20;

  private static final String PUT =
      """
      INSERT INTO pggit_load.file (run, index, name, part, content) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (run, index, name, part) DO UPDATE SET content = excluded.content""";

  private static final String NAMES =
      "SELECT DISTINCT name FROM pggit_load.file WHERE run = ? AND index = ?";

  private static final String PART =
      "SELECT content FROM pggit_load.file WHERE run = ? AND index = ? AND name = ? AND part = ?";

  private static final String FETCH =
      """
      psql "%s" -XAtc "SELECT encode(string_agg(content, '' ORDER BY part), 'base64') FROM pggit_load.file WHERE run = %d AND index = -1 AND name = '%s'" | base64 -d | gunzip > %3$s""";

  private final MeetingSession session;
  private final long run;

  Parcels(MeetingSession session, long run) {
    this.session = session;
    this.run = run;
  }

  /** Hands in the files of a directory and of those in it. */
  public void put(int index, Path directory) {
    try (var files = Files.walk(directory)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        put(index, directory, file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot hand in what is in " + directory, e);
    }
  }

  /**
   * Hands in a file.
   *
   * @param directory that its name is to be seen from
   */
  public void put(int index, Path directory, Path file) {
    var name = directory.relativize(file).toString();
    try (var in = Files.newInputStream(file);
        var out = new GZIPOutputStream(new Parts(index, name))) {
      in.transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot hand in " + file, e);
    }
  }

  /** Fetches what an injector has handed in into a directory, which is made. */
  public void get(int index, Path directory) {
    var names = session.done(sql -> sql.rows(NAMES, row -> row.getString(1), run, index));
    for (var name : names) {
      var file = directory.resolve(name).normalize();
      if (!file.startsWith(directory)) {
        throw new IllegalArgumentException("not within a run's directory: " + name);
      }
      try {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (var in = new GZIPInputStream(new PartsIn(index, name))) {
          Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot fetch " + file, e);
      }
    }
  }

  /** The command that fetches a file of the result. */
  public String command(String name) {
    return FETCH.formatted(session.place().libpqUrl(), run, name);
  }

  /** Sends what it gets in parts. */
  private final class Parts extends OutputStream {
    private final int index;
    private final String name;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream(PART_BYTES);
    private int sent;
    private boolean closed;

    Parts(int index, String name) {
      this.index = index;
      this.name = name;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      part.write(bytes, from, length);
      if (part.size() >= PART_BYTES) {
        send();
      }
    }

    private void send() {
      byte[] content = part.toByteArray();
      int number = sent++;
      session.done(sql -> sql.execute(PUT, run, index, name, number, content));
      part.reset();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        send();
      }
    }
  }

  /** One part after the other. */
  private final class PartsIn extends InputStream {
    private final int index;
    private final String name;
    private InputStream part = InputStream.nullInputStream();
    private int next;

    PartsIn(int index, String name) {
      this.index = index;
      this.name = name;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      while (true) {
        int read = part.read(bytes, from, length);
        if (read > 0 || length == 0) {
          return read;
        }
        int number = next++;
        var content =
            session.done(sql -> sql.first(PART, PartsIn.this::bytes, run, index, name, number));
        if (content.isEmpty()) {
          return -1;
        }
        part = content.get();
      }
    }

    private InputStream bytes(ResultSet row) throws SQLException {
      return new ByteArrayInputStream(row.getBytes(1));
    }
  }
}
