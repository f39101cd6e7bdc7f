package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PsqlLexerTest {

  private final PsqlVariables variables = new PsqlVariables();
  private final List<Integer> startLines = new ArrayList<>();

  @BeforeEach
  void setVariables() {
    Map.of("name", "it's", "n", "5", "path", "a\\b", "a", "x:b", "b", ":a:n")
        .forEach(variables::set);
    variables.set("two", "SELECT 1; SELECT 2");
  }

  @Test
  void splitsAtSemicolonsAndLeavesTheLastOneOptional() {
    assertThat(statements("SELECT 1; SELECT 2;\n;; SELECT 3"))
        .containsExactly("SELECT 1;", "SELECT 2;", "SELECT 3");
  }

  /** As psql does, which current_query() in an event trigger shows. */
  @Test
  void leavesOutEmptyLinesButWithinQuotesAndComments() {
    assertThat(statements("CREATE TABLE t (\n\n\n  a int\n\n);\n\nSELECT '\n\n' /*\n\n*/;"))
        .containsExactly("CREATE TABLE t (\n  a int\n);", "SELECT '\n\n' /*\n\n*/;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'a;b'",
        "SELECT 'it''s;'",
        "SELECT 'a\\'",
        "SELECT E'a\\';b'",
        "SELECT e'\\\\'",
        "SELECT U&'\\0041;'",
        "SELECT \"a;\"\"b\"",
        "SELECT $$a;'b$$",
        "SELECT $a$ $$;$b$;$b$ $a$",
        "SELECT $ünï$;$ünï$",
        "SELECT a$b$c FROM t",
        "SELECT $1",
        "SELECT 1 /* ; /* ; */ ; */ + 1",
        "SELECT 1 /**;**/ + 1",
        "SELECT 1 -- ;'\n + 1",
        "SELECT 'a' -- it's\n || 'b'",
        "SELECT 4 - -1 * 3 / 2",
        "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b;)",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END",
        "CREATE OR REPLACE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC INSERT INTO t VALUES (1); END",
        "SELECT 'ü' || '😀;' || \"ö;\"",
        "SELECT 'a\n\n;b' || $$\n\n;$$",
        "SELECT a::text, b[1:2] FROM t WHERE x := 3",
      })
  void keepsOneStatementWhole(String sql) {
    assertThat(statements(sql + "; SELECT 'next';")).containsExactly(sql + ";", "SELECT 'next';");
  }

  @Test
  void takesBeginOutsideOfRoutinesForATransaction() {
    assertThat(statements("BEGIN; SELECT 1; END;")).containsExactly("BEGIN;", "SELECT 1;", "END;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'a;\n",
        "SELECT \"a;\n",
        "SELECT $q$ a; $$\n",
        "/* /* */ ;\n",
        "SELECT E';\\'",
        "SELECT (1;",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;"
      })
  void leavesWhatHasNoEndAsItIs(String sql) {
    assertThat(statements(sql)).containsExactly(sql.stripTrailing());
  }

  @Test
  void leavesOutWhatIsOnlyComments() {
    assertThat(statements("-- a\n/* b */ ;\n/* c */ -- d\n")).isEmpty();
  }

  @Test
  void tellsTheLineWhereAStatementBegins() {
    statements("-- a\n/* b\n */ SELECT 1;\n\nSELECT\n'x\ny'; SELECT 3;\n\n$$\n\n$$;\n/* open");

    assertThat(startLines).containsExactly(3, 5, 7, 9, 12);
  }

  @Test
  void takesABackslashForAnEscapeInPlainStringsWhereTheServerDoes() {
    assertThat(statements("SELECT 'a\\';b', E'\\';', U&'\\';", false))
        .containsExactly("SELECT 'a\\';b', E'\\';', U&'\\';");
  }

  @Test
  void putsVariablesInOutsideOfQuotesOnly() {
    assertThat(
            statements(
                "SELECT :n, :'name', :\"name\", ':n', \":n\", $$:n$$ /* :n */, x::n, a[:n], :unset,"
                    + " :'unset', :'path', :{?n}, :{?unset};"))
        .containsExactly(
            "SELECT 5, 'it''s', \"it's\", ':n', \":n\", $$:n$$ /* :n */, x::n, a[5], :unset,"
                + " :'unset',  E'a\\\\b', TRUE, FALSE;");
  }

  @Test
  void readsTheValueOfAVariableAsSqlButNeverInsideItself() {
    assertThat(statements(":two + :n; SELECT :a, :a;"))
        .containsExactly("SELECT 1;", "SELECT 2 + 5;", "SELECT x:a5, x:a5;");
  }

  @Test
  void sendsAnEscapedSemicolonWithTheStatement() {
    assertThat(statements("SELECT 1 \\; SELECT 2\\:\\:text;"))
        .containsExactly("SELECT 1 ; SELECT 2::text;");
  }

  @Test
  void forgetsWhatIsOpen() {
    PsqlLexer lexer = lexer("SELECT ((1, BEGIN\nSELECT 2; SELECT 3;", true);
    lexer.nextLine();
    lexer.read();
    lexer.reset();

    assertThat(statements(lexer)).containsExactly("SELECT 2;", "SELECT 3;");
  }

  private List<String> statements(String text) {
    return statements(text, true);
  }

  private List<String> statements(String text, boolean standardStrings) {
    return statements(lexer(text, standardStrings));
  }

  private List<String> statements(PsqlLexer lexer) {
    List<String> statements = new ArrayList<>();
    while (lexer.nextLine()) {
      while (lexer.read() == PsqlLexer.Stop.SEMICOLON) {
        take(lexer, statements);
      }
    }
    take(lexer, statements);
    return statements.stream().map(String::stripTrailing).toList();
  }

  private void take(PsqlLexer lexer, List<String> statements) {
    if (lexer.hasStatement()) {
      startLines.add(lexer.startLine());
      statements.add(lexer.take());
    } else {
      lexer.take();
    }
  }

  private PsqlLexer lexer(String text, boolean standardStrings) {
    return new PsqlLexer(new PsqlText(text, variables, () -> true), () -> standardStrings);
  }
}
