package pggit.load.measure;

import java.time.Instant;

/**
 * What was seen at one moment.
 *
 * @param time wall clock, for the file
 * @param nanos {@link System#nanoTime} of the same moment, for comparing with other instants
 */
public record Sample<T>(Instant time, long nanos, T value) {}
