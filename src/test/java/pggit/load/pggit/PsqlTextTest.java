package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PsqlTextTest {

  private final PsqlVariables variables = new PsqlVariables();

  @Test
  void partsArgumentsAtSpacesOutsideOfQuotes() {
    assertThat(line("'it''s' \"a b\" plain a'b c'd  ''").arguments())
        .containsExactly("it's", "\"a b\"", "plain", "ab cd", "");
  }

  @Test
  void readsEscapesBetweenSingleQuotesOnly() {
    assertThat(line("'x\\ty\\n\\'\\101\\x42\\q'").arguments()).containsExactly("x\ty\n'ABq");
  }

  @Test
  void putsVariablesIn() {
    Map.of("n", "5", "name", "it's", "empty", "").forEach(variables::set);

    assertThat(line(":n a:n :'name' :\"name\" :{?n} ':n' :unset : :empty").arguments())
        .containsExactly("5", "a5", "'it''s'", "\"it's\"", "TRUE", ":n", ":unset", ":", "");
  }

  @Test
  void endsArgumentsAtABackslash() {
    PsqlText line = line("echo a\\echo b \\\\ SELECT 1;");

    assertThat(line.takeName()).isEqualTo("echo");
    assertThat(line.arguments()).containsExactly("a");
    line.finish();
    assertThat(line.takeRest()).isEqualTo("\\echo b \\\\ SELECT 1;");
  }

  @Test
  void leavesTheSqlBehindADoubleBackslash() {
    PsqlText line = line(" a \\\\ SELECT 1;");

    line.finish();

    assertThat(line.takeRest()).isEqualTo(" SELECT 1;");
  }

  @Test
  void stripsSemicolonsThatAreNotQuoted() {
    assertThat(line("a.sql;; b;").bareArguments()).containsExactly("a.sql", "b");
    assertThat(line("'a.sql;'").bareArguments()).containsExactly("a.sql;");
    assertThat(line("a;").arguments()).containsExactly("a;");
  }

  @Test
  void losesAnArgumentWhoseQuoteHasNoEnd() {
    PsqlText line = line("a 'b c");

    assertThat(line.arguments()).containsExactly("a");
    assertThat(line.unended()).isTrue();
  }

  @Test
  void runsNoShellCommand() {
    assertThatThrownBy(() -> line("`id`").arguments())
        .isInstanceOf(PsqlRefusal.class)
        .hasMessage("shell commands in backquotes are not run");
    assertThat(line("`id`", false).arguments()).containsExactly("`id`");
  }

  private PsqlText line(String text) {
    return line(text, true);
  }

  private PsqlText line(String text, boolean active) {
    PsqlText line = new PsqlText(text, variables, () -> active);
    line.nextLine();
    return line;
  }
}
