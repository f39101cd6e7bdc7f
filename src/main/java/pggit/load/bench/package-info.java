/**
 * The benchmark of this tool itself: what a request costs through our protocol, beside a bare
 * pgjdbc loop, pgbench and gatling-jdbc, on one server, in turns. Each Java driver lives in a JVM
 * of its own that does one {@link pggit.load.bench.Stint} after the other, so that all are equally
 * warm and none feels another's garbage. Also whether a rate is held, what a waiting user takes,
 * and what the reference extension costs. Only ratios within one run say something.
 */
@NullMarked
package pggit.load.bench;

import org.jspecify.annotations.NullMarked;
