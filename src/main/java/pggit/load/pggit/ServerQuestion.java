package pggit.load.pggit;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A query of the sampler. {@code sampler.sql} has them all, and says how they are written.
 *
 * @param what its answer tells, in words
 * @param extra whether many servers do not have it, so that nobody misses it
 * @param dear whether it may take long, with thousands of tables
 */
record ServerQuestion(String what, String sql, boolean extra, boolean dear) {

  private static final Pattern QUESTION =
      Pattern.compile("(?m)^-- (.+?)( \\((extra, )?dear\\))?\n((?!--)(?:.+\n)+)");

  static final List<ServerQuestion> ALL =
      QUESTION
          .matcher(ClassPath.text("pggit/load/pggit/sampler.sql"))
          .results()
          .map(
              found ->
                  new ServerQuestion(
                      found.group(1),
                      found.group(4),
                      found.group(3) != null,
                      found.group(2) != null))
          .toList();
}
