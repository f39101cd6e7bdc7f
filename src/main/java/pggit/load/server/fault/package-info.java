/**
 * What this machine can do of faults, without privileges. The small disk, the short memory and the
 * servers to be harmed stand beside the tests.
 */
@NullMarked
package pggit.load.server.fault;

import org.jspecify.annotations.NullMarked;
