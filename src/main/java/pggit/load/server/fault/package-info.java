/**
 * Faults without privileges: a small disk, short memory, and what this machine lets us do of them.
 * Linux only; nothing but the processes and the disk of the caller is harmed.
 */
@NullMarked
package pggit.load.server.fault;

import org.jspecify.annotations.NullMarked;
