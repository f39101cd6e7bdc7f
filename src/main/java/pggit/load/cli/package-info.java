/**
 * The command line: {@code mvn -q compile exec:java -Dexec.args=COMMAND}. Parses words, calls the
 * floors below, and turns failures into one line and an exit code. Single-threaded.
 */
@NullMarked
package pggit.load.cli;

import org.jspecify.annotations.NullMarked;
