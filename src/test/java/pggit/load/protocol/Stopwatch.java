package pggit.load.protocol;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import javax.sql.DataSource;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import pggit.load.server.Endpoint;

/** Connections whose statements are timed at the driver itself: what nobody above it can change. */
final class Stopwatch {

  private final Histogram truth = new ConcurrentHistogram(3);
  private final Endpoint endpoint;

  Stopwatch(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** What the driver took for each execution of a prepared statement, in ns. */
  Histogram truth() {
    return truth;
  }

  DataSource connections() {
    return (DataSource)
        proxy(
            DataSource.class,
            (method, arguments) ->
                method.equals("getConnection") ? timed(endpoint.connect()) : null);
  }

  private Connection timed(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              Object result = invoke(method, connection, arguments);
              return result instanceof PreparedStatement statement ? timed(statement) : result;
            });
  }

  private PreparedStatement timed(PreparedStatement statement) {
    return (PreparedStatement)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) -> {
              if (!method.getName().startsWith("execute")) {
                return invoke(method, statement, arguments);
              }
              long began = System.nanoTime();
              Object result = invoke(method, statement, arguments);
              truth.recordValue(System.nanoTime() - began);
              return result;
            });
  }

  private interface Answer {
    Object to(String method, Object[] arguments) throws Exception;
  }

  private static Object proxy(Class<?> face, Answer answer) {
    return Proxy.newProxyInstance(
        face.getClassLoader(),
        new Class<?>[] {face},
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "hashCode" -> System.identityHashCode(proxy);
              case "equals" -> proxy == arguments[0];
              case "toString" -> "connections with a stopwatch";
              default -> {
                Object result = answer.to(method.getName(), arguments);
                yield result == null && method.getReturnType() == int.class ? 0 : result;
              }
            });
  }

  private static Object invoke(java.lang.reflect.Method method, Object target, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
