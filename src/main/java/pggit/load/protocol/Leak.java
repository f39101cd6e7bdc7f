package pggit.load.protocol;

/**
 * A pooled connection that somebody took and did not give back.
 *
 * @param connection the driver's name of the connection
 * @param backend process ID of its session on the server
 * @param takenNanos {@link System#nanoTime} when the pool lent it
 */
public record Leak(String connection, int backend, long takenNanos) {}
