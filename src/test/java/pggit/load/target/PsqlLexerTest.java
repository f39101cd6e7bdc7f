package pggit.load.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pggit.load.server.SetupException;

class PsqlLexerTest {

  private final PsqlVariables variables = new PsqlVariables();

  @Test
  void splitsAtSemicolonsAndLeavesTheLastOneOptional() {
    assertThat(statements("SELECT 1; SELECT 2;\n;; SELECT 3"))
        .containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'a;b'",
        "SELECT 'it''s;'",
        "SELECT 'a\\'",
        "SELECT E'a\\';b'",
        "SELECT e'\\\\'",
        "SELECT E'a\\'' \n 'b\\';c'",
        "SELECT E'a' -- x;'\n  'b\\';c'",
        "SELECT U&'\\0041;'",
        "SELECT \"a;\"\"b\"",
        "SELECT $$a;'b$$",
        "SELECT $a$ $$;$b$;$b$ $a$",
        "SELECT $ünï$;$ünï$",
        "SELECT a$b$c FROM t",
        "SELECT $1",
        "SELECT 1 /* ; /* ; */ ; */ + 1",
        "SELECT 1 -- ;'\n + 1",
        "SELECT 'a' -- it's\n ",
        "SELECT 4 - -1 * 3 / 2",
        "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b;)",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END",
        "CREATE OR REPLACE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC INSERT INTO t VALUES (1); END",
        "SELECT 'ü' || '😀;' || \"ö;\"",
        "SELECT a::text, b[1:2] FROM t WHERE x := 3",
      })
  void keepsOneStatementWhole(String sql) {
    assertThat(statements(sql + "; SELECT 'next'")).containsExactly(sql.strip(), "SELECT 'next'");
  }

  @Test
  void takesBeginOutsideOfRoutinesForATransaction() {
    assertThat(statements("BEGIN; SELECT 1; END;")).containsExactly("BEGIN", "SELECT 1", "END");
  }

  @Test
  void tellsTheLineWhereAStatementBegins() {
    PsqlLexer lexer = lexer("-- a\n/* b\n */ SELECT 1;\n\nSELECT\n'x\ny'; SELECT 3;");

    assertThat(lexer.next()).contains(new PsqlLexer.Statement("SELECT 1", 3));
    assertThat(lexer.next()).contains(new PsqlLexer.Statement("SELECT\n'x\ny'", 5));
    assertThat(lexer.next()).contains(new PsqlLexer.Statement("SELECT 3", 7));
    assertThat(lexer.next()).isEmpty();
  }

  @Test
  void tellsTheLineOfAStatementThatIsOneLongString() {
    PsqlLexer lexer = lexer("\n$$\n\n$$;");

    assertThat(lexer.next()).contains(new PsqlLexer.Statement("$$\n\n$$", 2));
  }

  @Test
  void readsMetaCommandsWithTheirArguments() {
    PsqlLexer lexer =
        lexer(
            "\\echo 'it''s' \"a b\" plain\n  \\i 'my file.sql' \\ir x.sql\r\n\\set a 'x\\ty' \\\\ SELECT 1;");

    assertThat(lexer.next())
        .contains(new PsqlLexer.Command("echo", List.of("it's", "\"a b\"", "plain"), 1));
    assertThat(lexer.next()).contains(new PsqlLexer.Command("i", List.of("my file.sql"), 2));
    assertThat(lexer.next()).contains(new PsqlLexer.Command("ir", List.of("x.sql"), 2));
    assertThat(lexer.next()).contains(new PsqlLexer.Command("set", List.of("a", "x\ty"), 3));
    assertThat(lexer.next()).contains(new PsqlLexer.Statement("SELECT 1", 3));
  }

  @Test
  void readsAMetaCommandInTheMiddleOfAStatement() {
    PsqlLexer lexer = lexer("SELECT 1\n\\echo half\n + 1;");

    assertThat(lexer.next()).contains(new PsqlLexer.Command("echo", List.of("half"), 2));
    assertThat(lexer.next()).contains(new PsqlLexer.Statement("SELECT 1\n\n + 1", 1));
  }

  @Test
  void putsVariablesInOutsideOfQuotesOnly() {
    variables.set("name", "it's");
    variables.set("n", "5");
    variables.set("path", "a\\b");

    assertThat(
            statements(
                "SELECT :n, :'name', :\"name\", ':n', \":n\", $$:n$$ /* :n */, x::n, a[:n], :unset,"
                    + " :'unset', :'path', :{?n}, :{?unset}"))
        .containsExactly(
            "SELECT 5, 'it''s', \"it's\", ':n', \":n\", $$:n$$ /* :n */, x::n, a[5], :unset,"
                + " :'unset',  E'a\\\\b', TRUE, FALSE");
  }

  @Test
  void seesAVariableThatWasSetBetweenTwoCalls() {
    PsqlLexer lexer = lexer("SELECT :x; SELECT :x;");

    assertThat(lexer.next()).contains(new PsqlLexer.Statement("SELECT :x", 1));
    variables.set("x", "1");
    assertThat(lexer.next()).contains(new PsqlLexer.Statement("SELECT 1", 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n SELECT 'a",
        "\nSELECT \"a",
        "\nSELECT $q$ a $$",
        "\n/* /* */",
        "\nSELECT E'\\'"
      })
  void refusesWhatHasNoEnd(String text) {
    assertThatThrownBy(() -> statements(text))
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith("x.sql:2: this ")
        .hasMessageEndingWith(" has no end");
  }

  @Test
  void refusesToRunAShellCommand() {
    assertThatThrownBy(() -> lexer("\\set a `id`").next())
        .isInstanceOf(SetupException.class)
        .hasMessage("x.sql:1: shell commands in backquotes are not run");
  }

  private PsqlLexer lexer(String text) {
    return new PsqlLexer("x.sql", text, variables);
  }

  private List<String> statements(String text) {
    PsqlLexer lexer = lexer(text);
    List<String> statements = new ArrayList<>();
    for (var item = lexer.next(); item.isPresent(); item = lexer.next()) {
      statements.add(((PsqlLexer.Statement) item.get()).sql());
    }
    return statements;
  }
}
