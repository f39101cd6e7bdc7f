package pggit.load.shard;

import java.nio.file.Path;
import java.util.List;
import pggit.load.measure.Estimate;
import pggit.load.measure.JsonFile;
import pggit.load.measure.Lane;

/**
 * What an injector hands in beside the files of any run: {@code injector.json}.
 *
 * @param schema version of the file format
 * @param run tells its run from all others: what their commits' tokens begin with
 * @param injectors how many there are
 * @param lane of this one
 * @param prepared what all of them worked on
 * @param measured figures that are not of its requests
 */
record Contribution(
    int schema, String run, int injectors, Lane lane, Prepared prepared, List<Estimate> measured) {

  static final String FILE = "injector.json";
  static final int SCHEMA = 1;

  static final String LEDGER = "ledger.bin";

  Contribution {
    measured = List.copyOf(measured);
  }

  /** The token in the commits' messages of one injector of a run. */
  static String token(String run, int index) {
    return run + "." + index;
  }

  void write(Path directory) {
    JsonFile.write(directory.resolve(FILE), this);
  }

  static Contribution read(Path directory) {
    return JsonFile.read(directory.resolve(FILE), Contribution.class, SCHEMA);
  }
}
