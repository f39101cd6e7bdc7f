/**
 * One run from settings to files on disk: reads the settings, starts or reaches the server,
 * installs pgGit, hands a simulation its protocol, and turns what happened into verdicts and {@code
 * run.json}. It and the command line print to the console, nobody else. Durations are {@link
 * java.time.Duration}; setting up and concluding are single-threaded.
 */
@NullMarked
package pggit.load.run;

import org.jspecify.annotations.NullMarked;
