package pggit.load.run;

import java.nio.file.Path;
import java.util.Optional;
import pggit.load.measure.RunResult;

/**
 * How a run ended.
 *
 * @param directory of its files
 * @param page of the result, if it was made already
 * @param here whether the result stands in that directory; else another injector has it
 */
record Ended(RunResult result, Path directory, Optional<Path> page, boolean here) {}
