package pggit.load.pggit;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A query of the sampler. {@code sampler.sql} has them all, and says how they are written.
 *
 * @param what its answer tells, in words
 * @param extra whether many servers do not have it, so that nobody misses it
 * @param dear whether it may take long, with thousands of tables
 */
record ServerQuestion(String what, String sql, boolean extra, boolean dear) {

  private static final Pattern QUESTION =
      Pattern.compile("-- ([^\n]+?)(?: \\((extra, )?(dear|extra)\\))?\n([^-].+)", Pattern.DOTALL);

  static final List<ServerQuestion> ALL = all(ClassPath.text("pggit/load/pggit/sampler.sql"));

  /**
   * @param file its questions, parted by empty lines, after a head of its own
   * @throws IllegalStateException if one is not written as it should be
   */
  static List<ServerQuestion> all(String file) {
    return Stream.of(file.strip().split("\n\n")).skip(1).map(ServerQuestion::of).toList();
  }

  private static ServerQuestion of(String text) {
    var question = QUESTION.matcher(text);
    if (!question.matches()) {
      throw new IllegalStateException("no question of the sampler: " + text);
    }
    boolean extra = question.group(2) != null || "extra".equals(question.group(3));
    return new ServerQuestion(
        question.group(1), question.group(4), extra, "dear".equals(question.group(3)));
  }
}
