package pggit.load.pggit;

/** Whether a semicolon is inside parentheses or an SQL body, as psql keeps track of it. */
final class PsqlNesting {

  private static final int LEADING = 4;

  private final StringBuilder leading = new StringBuilder();
  private int words;
  private int begins;
  private int parentheses;

  boolean isOpen() {
    return parentheses + begins > 0;
  }

  int parentheses() {
    return parentheses;
  }

  void parentheses(int depth) {
    parentheses = depth;
  }

  /** Another statement begins. */
  void restart() {
    leading.setLength(0);
    words = 0;
  }

  void reset() {
    restart();
    begins = 0;
    parentheses = 0;
  }

  void bracket(char c) {
    if (c == '(') {
      parentheses++;
    } else if (c == ')' && parentheses > 0) {
      parentheses--;
    }
  }

  /**
   * @param word in lower case
   */
  void word(String word) {
    if (words++ < LEADING) {
      leading.append(word).append(' ');
    }
    if (parentheses > 0 || !definesRoutine()) {
      return;
    }
    if (word.equals("begin") || (word.equals("case") && begins > 0)) {
      begins++;
    } else if (word.equals("end") && begins > 0) {
      begins--;
    }
  }

  private boolean definesRoutine() {
    String start = leading.toString().replaceFirst("^create or replace ", "create ");
    return start.startsWith("create function ") || start.startsWith("create procedure ");
  }
}
