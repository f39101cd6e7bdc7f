package pggit.load.pggit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import pggit.load.server.SetupException;

/**
 * An extension's control file.
 *
 * @param file where it stands
 * @param name of the extension
 * @param values parameters by name
 */
record ControlFile(Path file, String name, Map<String, String> values) {

  private static final String SUFFIX = ".control";
  private static final Pattern LINE =
      Pattern.compile("\\s*([A-Za-z_]\\w*)\\s*=?\\s*(?:'((?:[^']|'')*)'|([^\\s#']+))\\s*(?:#.*)?");

  ControlFile {
    values = Map.copyOf(values);
  }

  /** Whether a file is named like one, of any extension. */
  static boolean isOne(Path file) {
    return file.toString().endsWith(SUFFIX);
  }

  static ControlFile read(Path file) {
    String fileName = String.valueOf(file.getFileName());
    String name = fileName.substring(0, fileName.length() - SUFFIX.length());
    Map<String, String> values = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          String quoted = matcher.group(2);
          values.put(
              matcher.group(1), quoted == null ? matcher.group(3) : quoted.replace("''", "'"));
        } else if (!line.isBlank() && !line.strip().startsWith("#")) {
          throw new SetupException(file + ": cannot read the line: " + line);
        }
      }
    } catch (IOException e) {
      throw new SetupException("cannot read " + file + ": " + e, e);
    }
    return new ControlFile(file, name, values);
  }

  Optional<String> schema() {
    return Optional.ofNullable(values.get("schema"));
  }

  /** The version that CREATE EXTENSION installs. */
  String defaultVersion() {
    String version = values.get("default_version");
    if (version == null) {
      throw new SetupException(file + ": default_version is missing");
    }
    return version;
  }

  /** Extensions that have to be there first. */
  List<String> requires() {
    return Stream.of(values.getOrDefault("requires", "").split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** Whether a file is one of this extension's scripts. */
  boolean owns(Path script) {
    String fileName = String.valueOf(script.getFileName());
    return fileName.startsWith(name + "--") && fileName.endsWith(".sql");
  }
}
