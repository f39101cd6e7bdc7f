package pggit.load.measure;

import java.nio.file.Path;

/** {@code run.json} of a run's directory, a {@link JsonFile}. */
public final class ResultFile {
  /** Name of the file in the run's directory. */
  public static final String NAME = "run.json";

  private ResultFile() {}

  public static void write(Path directory, RunResult result) {
    JsonFile.writeIndented(directory.resolve(NAME), result);
  }

  public static RunResult read(Path directory) {
    return JsonFile.read(directory.resolve(NAME), RunResult.class, RunResult.SCHEMA);
  }
}
