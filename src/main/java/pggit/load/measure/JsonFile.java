package pggit.load.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * JSON files that are replaced whole and know the version of their format, {@code schema}: UTF-8,
 * ISO-8601 times, the same bytes under every locale.
 */
public final class JsonFile {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private JsonFile() {}

  /** Writes on one line. */
  public static void write(Path file, Object content) {
    write(file, content, null);
  }

  /** The same with a line for each value. */
  static void writeIndented(Path file, Object content) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n"); // not the platform's line end
    write(
        file,
        content,
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
  }

  /** The same as a text, on one line. */
  public static String text(Object content) {
    try {
      return JSON.writeValueAsString(content);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON can be made of " + content, e);
    }
  }

  /**
   * What {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static <T> T parse(String text, Class<T> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("damaged: " + e.getOriginalMessage(), e);
    }
  }

  private static void write(Path file, Object content, @Nullable DefaultPrettyPrinter printer) {
    try {
      replace(file, JSON.writer(printer).writeValueAsString(content) + "\n");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /**
   * Writes a file of any text, its directory with it. A reader sees the old file or the new one,
   * never half of it.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public static void replace(Path file, String text) {
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Path temporary =
        directory.resolve(file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      Files.createDirectories(directory);
      try {
        Files.writeString(temporary, text);
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** What is in a directory, in the order of the names; nothing where there is no such one. */
  public static List<Path> entries(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }

  /**
   * @throws UncheckedIOException if it cannot be read
   * @throws IllegalArgumentException if it is damaged, or of another version than {@code schema};
   *     the message names file and remedy
   */
  public static <T> T read(Path file, Class<T> type, int schema) {
    try {
      JsonNode tree = JSON.readTree(Files.readString(file));
      JsonNode found = tree.path("schema");
      if (!found.isInt() || found.intValue() != schema) {
        throw new IllegalArgumentException(
            "%s has schema %s, expected %d: it was written by another version of pgGit Load, make it again"
                .formatted(file, found.isMissingNode() ? "(none)" : found, schema));
      }
      return JSON.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s is damaged: %s".formatted(file, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
