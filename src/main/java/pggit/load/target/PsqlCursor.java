package pggit.load.target;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in a script, and its line. */
final class PsqlCursor {

  private static final Pattern DOLLAR_TAG =
      Pattern.compile("\\$(?:[A-Za-z_\\x{80}-\\x{10FFFF}][\\w\\x{80}-\\x{10FFFF}]*)?\\$");
  private static final Pattern WORD =
      Pattern.compile("[A-Za-z_\\x{80}-\\x{10FFFF}][\\w$\\x{80}-\\x{10FFFF}]*");
  private static final Pattern GAP =
      Pattern.compile("[ \\t\\r\\f]*(?:--[^\\n]*)?\\n(?:\\s|--[^\\n]*\\n)*(?=')");

  private final String text;
  private int at;
  private int line = 1;

  PsqlCursor(String text) {
    this.text = text;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  /** Counted from 1. */
  int line() {
    return line;
  }

  char peek() {
    return text.charAt(at);
  }

  boolean looksAt(String what) {
    return text.startsWith(what, at);
  }

  /** The next characters, fewer at the end. */
  String take(int count) {
    int end = Math.min(text.length(), at + count);
    String taken = text.substring(at, end);
    for (int i = 0; i < taken.length(); i++) {
      if (taken.charAt(i) == '\n') {
        line++;
      }
    }
    at = end;
    return taken;
  }

  /** The next characters, which stay there. */
  String ahead(int count) {
    return text.substring(at, Math.min(text.length(), at + count));
  }

  void skip(int count) {
    take(count);
  }

  /** The rest of the line, without its end. */
  String takeLine() {
    int end = text.indexOf('\n', at);
    return take((end < 0 ? text.length() : end) - at);
  }

  /** The place where the line ends. */
  boolean atLineEnd() {
    return atEnd() || peek() == '\n' || (peek() == '\r' && looksAt("\r\n"));
  }

  static boolean startsWord(char c) {
    return c == '_' || c >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  /** A word with the digits and dollar signs in it, so that {@code a$b$c} opens no quote. */
  String takeWord() {
    return take(length(WORD));
  }

  /** {@code $tag$} if one starts here, else empty. */
  String dollarTag() {
    return text.substring(at, at + length(DOLLAR_TAG));
  }

  /** A dollar-quoted string with both its tags; empty if it has no end. */
  String takeThrough(String tag) {
    int end = text.indexOf(tag, at + tag.length());
    return end < 0 ? "" : take(end + tag.length() - at);
  }

  /**
   * What stands between a string and its continuation on a further line; empty if there is none.
   */
  String gapBeforeContinuation() {
    return text.substring(at, at + length(GAP));
  }

  /** Length of the pattern's match here, 0 if it does not match. */
  int length(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    matcher.useTransparentBounds(true);
    return matcher.lookingAt() ? matcher.end() - at : 0;
  }
}
