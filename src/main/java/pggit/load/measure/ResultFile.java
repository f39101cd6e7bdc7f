package pggit.load.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * {@code run.json} of a run's directory: UTF-8, ISO-8601 times, the same bytes under every locale.
 */
public final class ResultFile {
  /** Name of the file in the run's directory. */
  public static final String NAME = "run.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private ResultFile() {}

  /**
   * Writes {@code run.json} into {@code dir}, which is created if need be. A reader sees the old
   * file or the new one, never half of it.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Path dir, RunResult result) {
    Path file = dir.resolve(NAME);
    try {
      Files.createDirectories(dir);
      Path temporary = dir.resolve(NAME + "." + ProcessHandle.current().pid() + ".tmp");
      try {
        Files.writeString(temporary, writer().writeValueAsString(result) + "\n");
        move(temporary, file);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /**
   * Reads {@code run.json} of {@code dir}.
   *
   * @throws UncheckedIOException if it cannot be read
   * @throws IllegalArgumentException if it is not a result, or one of another schema version; the
   *     message names file and remedy
   */
  public static RunResult read(Path dir) {
    Path file = dir.resolve(NAME);
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    try {
      JsonNode tree = JSON.readTree(text);
      JsonNode schema = tree.path("schema");
      if (!schema.isInt() || schema.intValue() != RunResult.SCHEMA) {
        throw new IllegalArgumentException(
            "%s has schema %s, expected %d: it was written by another version of pgGit Load, make the run again"
                .formatted(file, schema.isMissingNode() ? "(none)" : schema, RunResult.SCHEMA));
      }
      return JSON.treeToValue(tree, RunResult.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          file + " is not the result of a run: " + e.getOriginalMessage(), e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static ObjectWriter writer() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n"); // not the platform's line end
    return JSON.writer(
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
  }
}
