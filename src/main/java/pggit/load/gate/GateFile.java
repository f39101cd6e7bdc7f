package pggit.load.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Objects;

/**
 * The gate's JSON files: UTF-8, one schema version each, replaced whole. What cannot be understood
 * is refused with the file's name and what to do.
 */
public final class GateFile {
  /** Name of the result's file in its directory. */
  public static final String NAME = "gate.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private GateFile() {}

  /** Writes {@code gate.json} into a directory, which is created if need be. */
  public static Path write(Path directory, GateResult result) {
    return write(directory, NAME, result);
  }

  /**
   * Reads a result.
   *
   * @throws IllegalArgumentException if it is damaged or of another schema version
   */
  public static GateResult read(Path file) {
    return read(file, GateResult.class, GateResult.SCHEMA);
  }

  static Path write(Path directory, String name, Object content) {
    Path file = directory.resolve(name);
    try {
      Files.createDirectories(directory);
      Path temporary = directory.resolve(name + "." + ProcessHandle.current().pid() + ".tmp");
      Files.writeString(temporary, JSON.writeValueAsString(content) + "\n");
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  static <T> T read(Path file, Class<T> type, int schema) {
    try {
      JsonNode tree = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
      if (tree == null || !tree.path("schema").isInt()) {
        throw new IllegalArgumentException(file + " is no file of the gate: it has no schema");
      }
      if (tree.path("schema").intValue() != schema) {
        throw new IllegalArgumentException(
            "%s has schema %s, expected %d: it was written by another version of pgGit Load, make it again"
                .formatted(file, tree.path("schema"), schema));
      }
      return Objects.requireNonNull(JSON.treeToValue(tree, type));
    } catch (JsonProcessingException | NullPointerException e) {
      String why =
          e instanceof JsonProcessingException json
              ? json.getOriginalMessage()
              : "a part is missing";
      throw new IllegalArgumentException("%s is damaged: %s".formatted(file, why), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
