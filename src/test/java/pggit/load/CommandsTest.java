package pggit.load;

import static org.assertj.core.api.Assertions.assertThat;
import static pggit.load.Commands.ci;
import static pggit.load.Commands.commands;
import static pggit.load.Commands.covers;
import static pggit.load.Commands.documented;
import static pggit.load.Commands.runLines;
import static pggit.load.Commands.words;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CommandsTest {

  @Test
  void ciBuildsByNoCommandThatTheDocumentsDoNotName() throws IOException {
    var documented = documented();

    assertThat(ci())
        .filteredOn(line -> line.contains("mvn") || line.contains("./mvnw"))
        .hasSizeGreaterThan(5)
        .allMatch(line -> documented.stream().anyMatch(c -> covers(line, words(c))));
  }

  @Test
  void aCommandIsNotRunByOneThatLacksAWordOfItOrHasThemInAnotherOrder() {
    var line = words("mvn -B verify -Dtest=A -Dpggit.source=a/b");

    assertThat(covers(line, words("mvn verify -Dpggit.source=path/to/extension"))).isTrue();
    assertThat(covers(line, words("mvn verify -Dtest=B"))).isFalse();
    assertThat(covers(line, words("mvn verify -Dpggit.user=me"))).isFalse();
    assertThat(covers(line, words("verify mvn"))).isFalse();
    assertThat(covers(words("echo mvn verify"), words("mvn verify"))).isFalse();
    assertThat(covers(words("mvn -D=http://127.0.0.1:1/a"), words("mvn -D=http://127.0.0.1:1/b")))
        .isFalse();
  }

  @Test
  void whatCiRunsIsNeitherACommentNorANameNorTheCommandBeside() {
    var steps =
        """
        - name: mvn one
          # mvn two
          run: mvn three # mvn four
        - run: |
            sudo A=b mvn five \\
              six || mvn seven
          env: mvn eight
        """;

    assertThat(commands(runLines(steps)))
        .containsExactly(words("mvn three"), words("mvn five six"), words("mvn seven"));
  }

  @Test
  void whatHasAProgramNobodyHeardOfIsACommandToo() {
    var text = "`curl -O x`, `A=1 make all`, `./mvnw`, `pool.size`, `SELECT 1`, `-M prepared`\n";

    assertThat(documented(text + "```sh\ngit clone x\n```\n```\n2 simulations run, a\nb c\n```\n"))
        .containsExactly("curl -O x", "A=1 make all", "./mvnw", "git clone x");
  }
}
