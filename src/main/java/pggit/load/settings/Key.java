package pggit.load.settings;

import java.io.File;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import pggit.load.server.Secret;

/**
 * One setting: its name, what is expected of it, and how to understand it. Holds no default: values
 * live in gatling.conf alone.
 *
 * @param name without the leading {@code pggit.}: {@code pool.size}
 * @param type class of the value that {@code parse} makes; {@link List} for lists
 * @param expected completes "expected ...": {@code a whole number from 1 to 1000}
 * @param parse the value, empty if what was given is not as expected
 */
record Key(String name, Class<?> type, String expected, Function<Given, Optional<?>> parse) {
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}");
  private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");

  static Key count(String name, int min, int max) {
    return new Key(
        name,
        Integer.class,
        "a whole number from " + min + " to " + max,
        given -> one(given).flatMap(text -> whole(text, min, max)));
  }

  static Key number(String name, String unit, double min, double max) {
    return new Key(
        name,
        Double.class,
        "a number from %s to %s (%s)".formatted(plain(min), plain(max), unit),
        given ->
            one(given)
                .filter(DECIMAL.asMatchPredicate())
                .map(Double::valueOf)
                .filter(value -> value >= min && value <= max));
  }

  static Key duration(String name, Duration min, Duration max) {
    return new Key(
        name,
        Duration.class,
        "a duration with its unit (ms, s, min, h) from %s to %s"
            .formatted(Durations.text(min), Durations.text(max)),
        given ->
            one(given)
                .flatMap(Durations::parse)
                .filter(value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0));
  }

  static Key flag(String name) {
    return new Key(
        name,
        Boolean.class,
        "true or false",
        given -> one(given).filter(List.of("true", "false")::contains).map(Boolean::valueOf));
  }

  static Key text(String name, String expected, Predicate<String> good) {
    return new Key(name, String.class, expected, given -> one(given).filter(good));
  }

  static Key choice(String name, List<String> names) {
    return new Key(
        name,
        String.class,
        "one of " + String.join(", ", names),
        given -> one(given).filter(names::contains));
  }

  /** A password; taken as it is, blanks included. */
  static Key secret(String name) {
    return new Key(
        name,
        Secret.class,
        "a text",
        given -> given.list() ? Optional.empty() : Optional.of(Secret.of(given.text())));
  }

  static Key counts(String name, int min, int max) {
    return new Key(
        name,
        List.class,
        "whole numbers from %d to %d, at least one, separated by commas".formatted(min, max),
        given -> {
          List<Integer> values = new ArrayList<>();
          for (String item : given.elements(",")) {
            whole(item, min, max).ifPresent(values::add);
          }
          boolean allGood = values.size() == given.elements(",").size() && !values.isEmpty();
          return allGood ? Optional.of(List.copyOf(values)) : Optional.empty();
        });
  }

  /** Any number of paths, also none. In one text they are separated by commas or as in a PATH. */
  static Key paths(String name) {
    return new Key(
        name,
        List.class,
        "paths separated by \",\" or \"" + File.pathSeparator + "\", or nothing",
        given -> {
          try {
            return Optional.of(
                given.elements("," + "|" + Pattern.quote(File.pathSeparator)).stream()
                    .map(Path::of)
                    .toList());
          } catch (InvalidPathException e) {
            return Optional.empty();
          }
        });
  }

  boolean isSecret() {
    return type == Secret.class;
  }

  private static Optional<String> one(Given given) {
    return given.list() ? Optional.empty() : Optional.of(given.text().strip());
  }

  private static Optional<Integer> whole(String text, int min, int max) {
    return Optional.of(text)
        .filter(WHOLE.asMatchPredicate())
        .map(Integer::valueOf)
        .filter(value -> value >= min && value <= max);
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
