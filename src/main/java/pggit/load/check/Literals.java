package pggit.load.check;

import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** A commit's call with literals instead of parameters, for use inside other statements. */
final class Literals {

  private Literals() {}

  /** Such as {@code pggit.commit_changes('name', 'branch', 'message')}. */
  static String call(Lab lab, String name, String branch, String message) throws SQLException {
    lab.prepare(branch);
    Map<Integer, String> values = new TreeMap<>();
    var recorder =
        (PreparedStatement)
            Proxy.newProxyInstance(
                Literals.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, arguments) -> {
                  values.put((Integer) arguments[0], (String) arguments[1]);
                  return null;
                });
    lab.contract().bindCommit(recorder, name, branch, message);
    var parts = lab.contract().commitSql().replaceFirst("^SELECT ", "").split("\\?", -1);
    var call = new StringBuilder(parts[0]);
    int i = 1;
    for (var value : values.values()) {
      call.append('\'').append(value.replace("'", "''")).append('\'').append(parts[i++]);
    }
    return call.toString();
  }
}
