package pggit.load.shard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import pggit.load.settings.Settings;

/**
 * What all injectors of a run have to agree in.
 *
 * @param simulation its simple name
 * @param injectors how many there are
 * @param tool tells one build of pgGit Load from another
 * @param settings by full key, those that may differ left out
 */
record Terms(String simulation, int injectors, String tool, Map<String, String> settings) {

  /** Each injector's own business. */
  private static final Set<String> MAY_DIFFER =
      Set.of(
          "pggit.injector",
          "pggit.url",
          "pggit.password",
          "pggit.results",
          "pggit.console",
          "pggit.metrics.url",
          "pggit.metrics.every");

  static Terms of(String simulation, Share share, Settings settings) {
    var shared = new TreeMap<>(settings.redacted());
    shared.keySet().removeAll(MAY_DIFFER);
    shared.put("pggit.injectors", Integer.toString(share.injectors()));
    return new Terms(simulation, share.injectors(), build(), shared);
  }

  /**
   * In what these differ from those that a run was begun with.
   *
   * @return a sentence, with both sides
   */
  Optional<String> differFrom(Terms begun) {
    if (!simulation.equals(begun.simulation)) {
      return Optional.of("it is of " + begun.simulation + ", and this is " + simulation);
    }
    if (injectors != begun.injectors) {
      return Optional.of(
          "it has pggit.injectors = %d, and this has %d".formatted(begun.injectors, injectors));
    }
    if (!tool.equals(begun.tool)) {
      return Optional.of(
          "it was begun by another build of pgGit Load, %s, and this is %s: run one and the same everywhere"
              .formatted(begun.tool, tool));
    }
    var keys = new TreeMap<>(begun.settings);
    keys.putAll(settings);
    for (var key : keys.keySet()) {
      var theirs = begun.settings.getOrDefault(key, "");
      var ours = settings.getOrDefault(key, "");
      if (!theirs.equals(ours)) {
        return Optional.of("it has %s = \"%s\", and this has \"%s\"".formatted(key, theirs, ours));
      }
    }
    return Optional.empty();
  }

  /** A checksum over the classes of this library, wherever they are. */
  private static String build() {
    var sum = new CRC32();
    try {
      var at = Path.of(Terms.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!Files.isDirectory(at)) { // an archive
        sum.update(Files.readAllBytes(at));
      } else {
        try (var files = Files.walk(at.resolve("pggit"))) {
          for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
            sum.update(Files.readAllBytes(file));
          }
        }
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no place of our own classes", e);
    } catch (IOException e) {
      throw new UncheckedIOException("our own classes cannot be read", e);
    }
    return "%08x".formatted(sum.getValue());
  }
}
