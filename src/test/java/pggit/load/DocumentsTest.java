package pggit.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pggit.load.measure.Severity;

/** README and docs: what is in them is there, and where it belongs. */
class DocumentsTest {

  private static final Path README = Path.of("README.md");
  private static final Path DOCS = Path.of("docs");
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(#[^)]*)?\\)");

  static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.list(DOCS)) {
      return Stream.concat(Stream.of(README), files)
          .filter(file -> file.toString().endsWith(".md"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void eachLinkLeadsToAFile(Path document) throws IOException {
    assertThat(LINK.matcher(Files.readString(document)).results())
        .allSatisfy(
            link -> {
              var file = document.resolveSibling(link.group(1));
              assertThat(file).exists();
              if (link.group(2) != null) {
                assertThat(Files.readString(file))
                    .containsPattern(
                        "(?im)^#+ " + link.group(2).substring(1).replace('-', '.') + "$");
              }
            });
  }

  @Test
  void theReadmeHasTwoScreensAndLeadsToEachDocument() throws IOException {
    assertThat(Files.readAllLines(README))
        .hasSizeLessThanOrEqualTo(120)
        .allMatch(line -> line.length() <= 150);
    assertThat(documents())
        .filteredOn(file -> !file.equals(README))
        .hasSizeGreaterThan(10)
        .allSatisfy(file -> assertThat(README).content().contains("](docs/" + file.getFileName()));
  }

  @Test
  void severitiesAreToldInTheirOrderAndInTheirWords() throws IOException {
    assertThat(Files.readAllLines(DOCS.resolve("findings.md")))
        .filteredOn(line -> line.matches("\\| `[A-Z]+` \\|.*"))
        .map(line -> line.replaceFirst("(\\|.*?\\|.*?\\|).*", "$1"))
        .containsExactly(
            Stream.of(Severity.values())
                .map(severity -> "| `%s` | %s |".formatted(severity, severity.words()))
                .toArray(String[]::new));
  }

  @Test
  void eachSimulationIsTold() throws IOException {
    try (var files = Files.list(Path.of("src/test/java/pggit/load/simulations"))) {
      var names =
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(name -> name.endsWith("Simulation"))
              .toList();

      assertThat(names).hasSizeGreaterThan(10);
      assertThat(DOCS.resolve("simulations.md"))
          .content()
          .contains(names.stream().map(name -> "| `" + name + "` |").toList());
    }
  }
}
