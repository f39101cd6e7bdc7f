package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PsqlArgumentsTest {

  private final Map<String, String> variables = Map.of("n", "5", "name", "it's", "empty", "");

  @Test
  void partsThemAtSpacesOutsideOfQuotes() {
    assertThat(arguments("'it''s' \"a b\" plain a'b c'd  ''").rest())
        .containsExactly("it's", "\"a b\"", "plain", "ab cd", "");
  }

  @Test
  void readsEscapesBetweenSingleQuotesOnly() {
    assertThat(arguments("'x\\ty\\n\\'\\101\\x42\\q'").rest()).containsExactly("x\ty\n'ABq");
  }

  @Test
  void putsVariablesIn() {
    assertThat(arguments(":n a:n :'name' :\"name\" :{?n} ':n' :unset : :empty").rest())
        .containsExactly("5", "a5", "'it''s'", "\"it's\"", "TRUE", ":n", ":unset", ":", "");
  }

  @Test
  void endsThemAtABackslash() {
    PsqlLine line = line("echo a\\echo b \\\\ SELECT 1;");
    PsqlArguments arguments = new PsqlArguments(line, () -> true);

    assertThat(arguments.name()).isEqualTo("echo");
    assertThat(arguments.rest()).containsExactly("a");
    arguments.finish();
    assertThat(line.takeRest()).isEqualTo("\\echo b \\\\ SELECT 1;");
  }

  @Test
  void leavesTheSqlBehindADoubleBackslash() {
    PsqlLine line = line(" a \\\\ SELECT 1;");

    new PsqlArguments(line, () -> true).finish();

    assertThat(line.takeRest()).isEqualTo(" SELECT 1;");
  }

  @Test
  void stripsSemicolonsThatAreNotQuoted() {
    assertThat(arguments("a.sql;;").nextBare()).contains("a.sql");
    assertThat(arguments("'a.sql;'").nextBare()).contains("a.sql;");
    assertThat(arguments("a;").next()).contains("a;");
  }

  @Test
  void losesAnArgumentWhoseQuoteHasNoEnd() {
    PsqlArguments arguments = arguments("a 'b c");

    assertThat(arguments.rest()).containsExactly("a");
    assertThat(arguments.unended()).isTrue();
  }

  @Test
  void runsNoShellCommand() {
    assertThatThrownBy(() -> arguments("`id`").next())
        .isInstanceOf(PsqlRefusal.class)
        .hasMessage("shell commands in backquotes are not run");
    assertThat(new PsqlArguments(line("`id`"), () -> false).next()).isPresent();
  }

  private PsqlArguments arguments(String text) {
    return new PsqlArguments(line(text), () -> true);
  }

  private PsqlLine line(String text) {
    return new PsqlLine(text, name -> Optional.ofNullable(variables.get(name)));
  }
}
