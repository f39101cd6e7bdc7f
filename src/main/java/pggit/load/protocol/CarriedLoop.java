package pggit.load.protocol;

import io.netty.channel.AbstractEventLoop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A user's event loop, except that a {@link Worker} which carries the user counts as it: Gatling
 * asks a session's event loop where it is before it goes on with the next action, and goes on at
 * once if it is there. Whatever is scheduled for later, a pause for example, happens on the true
 * loop.
 */
final class CarriedLoop extends AbstractEventLoop {

  private final EventLoop loop;

  CarriedLoop(EventLoop loop) {
    super(loop.parent());
    this.loop = loop;
  }

  @Override
  public boolean inEventLoop(Thread thread) {
    return Worker.isCarrying(thread) || loop.inEventLoop(thread);
  }

  /** Queued like on an event loop: it begins after its caller has returned. */
  @Override
  public void execute(Runnable command) {
    Worker worker = Worker.carrying();
    if (worker != null) {
      worker.then(command);
    } else {
      loop.execute(command);
    }
  }

  @Override
  public ChannelFuture register(Channel channel) {
    return loop.register(channel);
  }

  @Override
  public ChannelFuture register(ChannelPromise promise) {
    return loop.register(promise);
  }

  @Override
  @Deprecated
  public ChannelFuture register(Channel channel, ChannelPromise promise) {
    return loop.register(channel, promise);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return loop.schedule(command, delay, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    return loop.schedule(callable, delay, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    return loop.scheduleAtFixedRate(command, initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    return loop.scheduleWithFixedDelay(command, initialDelay, delay, unit);
  }

  @Override
  public boolean isShuttingDown() {
    return loop.isShuttingDown();
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    return loop.shutdownGracefully(quietPeriod, timeout, unit);
  }

  @Override
  public Future<?> terminationFuture() {
    return loop.terminationFuture();
  }

  @Override
  @Deprecated
  public void shutdown() {
    loop.shutdown();
  }

  @Override
  public boolean isShutdown() {
    return loop.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return loop.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return loop.awaitTermination(timeout, unit);
  }
}
