package pggit.load.settings;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import pggit.load.server.Secret;

/** Makes the records of {@link Settings} from values by key. */
final class RecordTree {

  private RecordTree() {}

  /** The record with the records in it, from a value for each key. */
  static <R extends Record> R make(Class<R> block, Map<String, Object> values) {
    return block.cast(make(block, "", values));
  }

  private static Object make(Class<?> block, String prefix, Map<String, Object> values) {
    var components = block.getRecordComponents();
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    var arguments =
        Arrays.stream(components)
            .map(
                c -> {
                  var key = prefix + Key.nameOf(c);
                  return c.getType().isRecord()
                      ? make(c.getType(), key + ".", values)
                      : c.getType() == Map.class ? shown(values) : values.get(key);
                })
            .toArray();
    try {
      return block.getDeclaredConstructor(types).newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no record can be made for " + prefix, e);
    }
  }

  /** All values by full key, with stars for passwords. */
  private static Map<String, String> shown(Map<String, Object> values) {
    var texts = new LinkedHashMap<String, String>();
    SettingsReader.KEYS
        .keySet()
        .forEach(
            key -> texts.put(Settings.PREFIX + key, text(Objects.requireNonNull(values.get(key)))));
    return Collections.unmodifiableMap(texts);
  }

  private static String text(Object value) {
    if (value instanceof Secret secret) {
      return secret.isNone() ? "" : Mask.STARS;
    }
    if (value instanceof Duration duration) {
      return Durations.text(duration);
    }
    if (value instanceof Double number) {
      return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(RecordTree::text).orElse("");
    }
    return Mask.inUrls(value.toString());
  }
}
