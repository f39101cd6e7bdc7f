package pggit.load.check;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import pggit.load.measure.Severity;
import pggit.load.pggit.ClassPath;

/**
 * Properties that share a database, examined one after the other. {@code check/index} has them all,
 * in the order of the report: the most important first.
 *
 * @param directory that has the scripts
 * @param severity how grave it is if one of them does not hold that says nothing else of itself
 * @param alone nothing else may run on the server meanwhile, since it would disturb a measurement
 */
record Family(
    String directory, String name, Severity severity, boolean alone, List<Script> properties) {

  private static final Pattern LINE =
      Pattern.compile("(?m)^([\\w-]+) \\((.+?), (\\w+)(, alone)?\\): (.+)$");

  private static final List<Family> ALL =
      LINE.matcher(ClassPath.text(Script.ROOT + "index").replace("\n ", " "))
          .results()
          .map(
              line ->
                  new Family(
                      line.group(1),
                      line.group(2),
                      Severity.valueOf(line.group(3).toUpperCase(Locale.ROOT)),
                      line.group(4) != null,
                      Stream.of(line.group(5).strip().split(" +"))
                          .map(name -> Script.ROOT + line.group(1) + "/" + name + ".sql")
                          .map(Script::of)
                          .toList()))
          .toList();

  Family {
    properties = List.copyOf(properties);
  }

  static List<Family> all() {
    return ALL;
  }
}
