package pggit.load.measure;

import com.zaxxer.hikari.HikariConfig;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Connections that lead nowhere, so that a real pool can be watched without a server. */
final class StubDatabase implements DataSource {

  /** A pool of {@code size} such connections. */
  static HikariConfig pool(String name, int size, long timeoutMillis, PoolTracker tracker) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(new StubDatabase());
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(timeoutMillis);
    config.setRegisterMbeans(true);
    config.setMetricsTrackerFactory(tracker);
    return config;
  }

  @Override
  public Connection getConnection() {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> answer(method));
  }

  private static Object answer(Method method) {
    Class<?> type = method.getReturnType();
    if (type == boolean.class) {
      return method.getName().equals("isValid") || method.getName().equals("getAutoCommit");
    }
    return type == int.class ? Integer.valueOf(0) : null;
  }

  @Override
  public Connection getConnection(String user, String password) {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 5;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    throw new IllegalArgumentException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
