package pggit.load.pggit;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection that answers an audit's question for the stored commits, and no other. */
final class StoredRows {

  private StoredRows() {}

  static Connection of(List<Reading.Stored> rows) {
    var statement = stub(Statement.class, Map.of());
    return stub(
        Connection.class,
        Map.of(
            "createStatement",
            arguments -> statement,
            "prepareStatement",
            arguments -> {
              // Each row is in the answer to the first of the questions, for the short messages.
              boolean all = String.valueOf(arguments[0]).contains("> -1");
              return stub(
                  PreparedStatement.class,
                  Map.of("executeQuery", none -> result(all ? rows : Collections.emptyList())));
            }));
  }

  private static ResultSet result(List<Reading.Stored> rows) {
    Iterator<Reading.Stored> next = rows.iterator();
    Reading.Stored[] at = new Reading.Stored[1];
    return stub(
        ResultSet.class,
        Map.of(
            "next",
            none -> {
              boolean more = next.hasNext();
              at[0] = more ? next.next() : at[0];
              return more;
            },
            "getString",
            arguments -> Integer.valueOf(1).equals(arguments[0]) ? at[0].id() : at[0].branch(),
            "getBytes",
            arguments -> at[0].message()));
  }

  static Reading.Stored row(@Nullable String id, @Nullable String message, String branch) {
    return new Reading.Stored(
        id, message == null ? null : message.getBytes(StandardCharsets.UTF_8), branch);
  }

  private interface Answer {
    @Nullable Object to(Object[] arguments);
  }

  private static <T> T stub(Class<T> type, Map<String, Answer> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Answer answer = answers.get(method.getName());
              if (answer != null) {
                return answer.to(arguments);
              }
              return method.getReturnType() == boolean.class
                  ? Boolean.FALSE
                  : method.getReturnType() == int.class ? Integer.valueOf(0) : null;
            }));
  }
}
