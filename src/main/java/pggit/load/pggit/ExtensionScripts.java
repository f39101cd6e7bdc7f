package pggit.load.pggit;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pggit.load.server.SetupException;

/** Which scripts make an extension's default version, as CREATE EXTENSION finds them. */
final class ExtensionScripts {

  private ExtensionScripts() {}

  /**
   * The script of the version itself, or the shortest chain: one that installs an earlier version
   * and the updates from there.
   *
   * @param scripts files named {@code name--version.sql} and {@code name--from--to.sql}
   * @throws SetupException if there is no way
   */
  static List<Path> of(ControlFile control, List<Path> scripts) {
    Map<String, Path> installs = new HashMap<>();
    Map<String, Map<String, Path>> updatesTo = new HashMap<>();
    for (Path script : scripts) {
      String fileName = String.valueOf(script.getFileName());
      String versions =
          fileName.substring(control.name().length() + 2, fileName.length() - ".sql".length());
      int cut = versions.indexOf("--");
      if (cut < 0) {
        installs.put(versions, script);
      } else {
        updatesTo
            .computeIfAbsent(versions.substring(cut + 2), to -> new HashMap<>())
            .put(versions.substring(0, cut), script);
      }
    }
    return shortest(control, installs, updatesTo);
  }

  /** Backwards from the wanted version, breadth first. */
  private static List<Path> shortest(
      ControlFile control, Map<String, Path> installs, Map<String, Map<String, Path>> updatesTo) {
    Map<String, List<Path>> wayFrom = new HashMap<>();
    Deque<String> open = new ArrayDeque<>();
    wayFrom.put(control.defaultVersion(), List.of());
    open.add(control.defaultVersion());
    for (String version = open.poll(); version != null; version = open.poll()) {
      List<Path> way = wayFrom.getOrDefault(version, List.of());
      Path install = installs.get(version);
      if (install != null) {
        return prepended(install, way);
      }
      for (Map.Entry<String, Path> update : updatesTo.getOrDefault(version, Map.of()).entrySet()) {
        if (wayFrom.putIfAbsent(update.getKey(), prepended(update.getValue(), way)) == null) {
          open.add(update.getKey());
        }
      }
    }
    throw new SetupException(
        control.file()
            + ": default_version = "
            + control.defaultVersion()
            + ", but beside it there is no "
            + control.name()
            + "--"
            + control.defaultVersion()
            + ".sql, nor updates that lead there");
  }

  private static List<Path> prepended(Path first, List<Path> rest) {
    List<Path> all = new ArrayList<>();
    all.add(first);
    all.addAll(rest);
    return all;
  }
}
