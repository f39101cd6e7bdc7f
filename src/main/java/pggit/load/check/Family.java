package pggit.load.check;

import java.util.List;
import java.util.stream.Stream;
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

  /** The same and the properties that stand as scripts in a directory, which come first. */
  Family with(String directory) {
    var all = Stream.concat(Script.family(directory).map(Script::property), properties.stream());
    return new Family(name, severity, alone, all.toList());
  }

  static Family of(String name, Severity severity, Property... properties) {
    return new Family(name, severity, false, List.of(properties));
  }

  static Family alone(String name, Severity severity, Property... properties) {
    return new Family(name, severity, true, List.of(properties));
  }
}
