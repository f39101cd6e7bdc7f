package pggit.load.check;

import java.util.List;
import pggit.load.measure.Severity;

/**
 * Properties that share a database, examined one after the other.
 *
 * @param severity how grave it is if one of them does not hold that says nothing else of itself
 * @param alone nothing else may run on the server meanwhile, since it would disturb a measurement
 */
record Family(String name, Severity severity, boolean alone, List<Property> properties) {
  Family {
    properties = List.copyOf(properties);
  }

  /** The scripts of a directory. */
  static Family of(String name, Severity severity, String directory) {
    return new Family(name, severity, false, in(directory));
  }

  static Family alone(String name, Severity severity, String directory) {
    return new Family(name, severity, true, in(directory));
  }

  private static List<Property> in(String directory) {
    return Script.family(directory).map(Script::property).toList();
  }
}
