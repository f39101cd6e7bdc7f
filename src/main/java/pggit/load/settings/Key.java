package pggit.load.settings;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.RecordComponent;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pggit.load.server.Secret;

/**
 * One setting, as the component of a record says: its name, what is expected of it, and how to
 * understand it. Holds no default: values live in gatling.conf alone.
 *
 * @param name without the leading {@code pggit.}: {@code pool.size}
 * @param expected completes "expected ...": {@code a whole number from 1 to 1000}
 * @param parse the value, empty if what was given is not as expected
 */
record Key(String name, String expected, Function<ConfigValue, Optional<?>> parse) {
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}");
  private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");

  /** Least and greatest value of a number, of a duration, or of each number of a list. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface From {
    /** As it is told: {@code 1 to 100}, {@code 100 ms to 24 h}. */
    String value();

    /** What a number that need not be whole is counted in. */
    String unit() default "";
  }

  /** What a text has to be: completes "expected ...". */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface Text {
    String value();

    /** Regular expression of the whole of it. */
    String pattern() default ".*";
  }

  /** The key where it is not the component's name in lower case. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface Named {
    String value();
  }

  /** All settings of a record and of the records in it, in their order. */
  static Stream<Key> allOf(Class<?> block, String prefix) {
    return Arrays.stream(block.getRecordComponents())
        .filter(component -> component.getType() != Map.class) // made of all others
        .flatMap(
            component ->
                component.getType().isRecord()
                    ? allOf(component.getType(), prefix + nameOf(component) + ".")
                    : Stream.of(of(prefix + nameOf(component), component)));
  }

  /** The last part of a setting's name, or that of a block: {@code connect-timeout}. */
  static String nameOf(RecordComponent component) {
    var named = component.getAnnotation(Named.class);
    return named != null
        ? named.value()
        : component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static Key of(String name, RecordComponent component) {
    var type = component.getType();
    var text = component.getAnnotation(Text.class);
    if (text != null) {
      var good = Pattern.compile(text.pattern()).asMatchPredicate();
      return new Key(
          name,
          text.value(),
          given -> {
            var one = one(given).filter(good);
            return type == Optional.class ? one.map(t -> Optional.of(t).filter(Key::some)) : one;
          });
    }
    if (type == Secret.class) { // taken as it is, blanks included
      return new Key(
          name, "a text", g -> g instanceof ConfigList ? none() : Optional.of(Secret.of(text(g))));
    }
    var from = component.getAnnotation(From.class);
    if (from == null) {
      return paths(name);
    }
    var range = " from " + from.value();
    if (type == int.class) {
      return new Key(name, "a whole number" + range, g -> one(g).flatMap(t -> whole(t, from)));
    }
    if (type == List.class) {
      return new Key(
          name,
          "whole numbers" + range + ", at least one, separated by commas",
          given -> wholes(elements(given, ","), from));
    }
    if (type == double.class) {
      return new Key(
          name,
          "a number" + range + (from.unit().isEmpty() ? "" : " (" + from.unit() + ")"),
          given ->
              one(given)
                  .filter(DECIMAL.asMatchPredicate())
                  .map(Double::valueOf)
                  .filter(value -> within(value, from, Double::valueOf)));
    }
    return new Key(
        name,
        "a duration with its unit (ms, s, min, h)" + range,
        given ->
            one(given)
                .flatMap(Durations::parse)
                .filter(value -> within(value, from, t -> Durations.parse(t).orElseThrow())));
  }

  /** Any number of paths, also none. In one text they are separated by commas or as in a PATH. */
  private static Key paths(String name) {
    var separators = "," + "|" + Pattern.quote(File.pathSeparator);
    return new Key(
        name,
        "paths separated by \",\" or \"" + File.pathSeparator + "\", or nothing",
        given -> {
          try {
            return Optional.of(elements(given, separators).stream().map(Path::of).toList());
          } catch (InvalidPathException e) {
            return none();
          }
        });
  }

  private static Optional<List<Integer>> wholes(List<String> items, From from) {
    var values = items.stream().map(item -> whole(item, from)).flatMap(Optional::stream).toList();
    return Optional.of(values).filter(v -> v.size() == items.size() && !v.isEmpty());
  }

  private static Optional<Integer> whole(String text, From from) {
    return Optional.of(text)
        .filter(WHOLE.asMatchPredicate())
        .map(Integer::valueOf)
        .filter(value -> within(value, from, Integer::valueOf));
  }

  private static <T extends Comparable<T>> boolean within(
      T value, From from, Function<String, T> limit) {
    var limits = from.value().split(" to ", 2);
    return value.compareTo(limit.apply(limits[0])) >= 0
        && value.compareTo(limit.apply(limits[1])) <= 0;
  }

  /** A value as it was written, a string without its quotes. */
  static String text(ConfigValue given) {
    if (given instanceof ConfigList list) {
      return list.stream().map(Key::text).collect(Collectors.joining(", ", "[", "]"));
    }
    return given.valueType() == ConfigValueType.STRING
        ? (String) given.unwrapped()
        : given.render(ConfigRenderOptions.concise());
  }

  private static Optional<String> one(ConfigValue given) {
    return given instanceof ConfigList ? Optional.empty() : Optional.of(text(given).strip());
  }

  /** Those of a list, or of one text divided at {@code separators}; none if the text is blank. */
  private static List<String> elements(ConfigValue given, String separators) {
    return given instanceof ConfigList list
        ? list.stream().map(Key::text).toList()
        : Arrays.stream(text(given).split(separators))
            .map(String::strip)
            .filter(Key::some)
            .toList();
  }

  private static boolean some(String text) {
    return !text.isEmpty();
  }

  private static Optional<?> none() {
    return Optional.empty();
  }
}
