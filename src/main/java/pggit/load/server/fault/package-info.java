/**
 * What this machine can do of faults, without privileges. The small disk and the short memory stand
 * beside the tests, as does LimitedServer of the package above, the server to be harmed.
 */
@NullMarked
package pggit.load.server.fault;

import org.jspecify.annotations.NullMarked;
