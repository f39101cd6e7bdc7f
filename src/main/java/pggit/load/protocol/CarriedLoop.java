package pggit.load.protocol;

import io.netty.channel.EventLoop;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * A user's event loop, except that a {@link Worker} which carries the user counts as it: Gatling
 * asks a session's event loop where it is before it goes on with the next action, and goes on at
 * once if it is there. Whatever is scheduled for later, a pause for example, happens on the true
 * loop.
 */
interface CarriedLoop extends EventLoop {

  /** In front of a true loop; a proxy, since only two of its thirty methods differ. */
  static CarriedLoop of(EventLoop loop) {
    return (CarriedLoop)
        Proxy.newProxyInstance(
            CarriedLoop.class.getClassLoader(),
            new Class<?>[] {CarriedLoop.class},
            (proxy, method, arguments) -> answer(loop, method, arguments));
  }

  private static @Nullable Object answer(
      EventLoop loop, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    Worker worker = Worker.carrying();
    if (worker != null && method.getName().equals("inEventLoop")) {
      return true;
    }
    if (worker != null && arguments != null && method.getName().equals("execute")) {
      worker.then((Runnable) arguments[0]); // queued: it begins after its caller has returned
      return null;
    }
    try {
      return method.invoke(loop, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
