package pggit.load.pggit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** A version from which some scripts lead to the wanted one. */
  private record Way(String from, List<Path> scripts) {}

  /**
   * Which scripts make the default version, as CREATE EXTENSION finds them: that of the version
   * itself, or the shortest chain of one that installs an earlier version and the updates from
   * there. Sought backwards, breadth first.
   *
   * @param owned files named {@code name--version.sql} and {@code name--from--to.sql}
   * @throws SetupException if there is no way
   */
  List<Path> scripts(List<Path> owned) {
    Deque<Way> open = new ArrayDeque<>(List.of(new Way(defaultVersion(), List.of())));
    Set<String> seen = new HashSet<>();
    for (Way way = open.poll(); way != null; way = open.poll()) {
      for (Path script : seen.add(way.from()) ? owned : List.<Path>of()) {
        String fileName = String.valueOf(script.getFileName());
        String[] versions =
            fileName.substring(name.length() + 2, fileName.length() - 4).split("--", 2);
        if (versions[versions.length - 1].equals(way.from())) {
          List<Path> all = Stream.concat(Stream.of(script), way.scripts().stream()).toList();
          if (versions.length == 1) {
            return all;
          }
          open.add(new Way(versions[0], all));
        }
      }
    }
    throw new SetupException(
        "%s: default_version = %s, but beside it there is no %s--%2$s.sql, nor updates that lead there"
            .formatted(file, defaultVersion(), name));
  }
}
