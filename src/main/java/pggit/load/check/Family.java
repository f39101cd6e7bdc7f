package pggit.load.check;

import java.util.List;

/**
 * Properties that share a database, examined one after the other.
 *
 * @param alone nothing else may run on the server meanwhile, since it would disturb a measurement
 */
record Family(String name, boolean alone, List<Property> properties) {
  Family {
    properties = List.copyOf(properties);
  }

  static Family of(String name, Property... properties) {
    return new Family(name, false, List.of(properties));
  }

  static Family alone(String name, Property... properties) {
    return new Family(name, true, List.of(properties));
  }
}
