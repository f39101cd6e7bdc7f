package pggit.load.settings;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A value as somebody wrote it, before anybody knows whether it is a good one.
 *
 * @param items its elements if it was written as a list, itself otherwise
 * @param list whether it was written as a list
 * @param origin where it stands: {@code gatling.conf line 12}, {@code -Dpggit.url}
 */
record Given(List<String> items, boolean list, String origin) {
  private static final String FILE = "gatling.conf";

  static Given text(String text, String origin) {
    return new Given(List.of(text), false, origin);
  }

  static Given of(ConfigValue value) {
    String origin = FILE + " line " + value.origin().lineNumber();
    if (value instanceof ConfigList list) {
      return new Given(list.stream().map(Given::plain).toList(), true, origin);
    }
    return text(plain(value), origin);
  }

  /** A string without its quotes, anything else as it was written. */
  private static String plain(ConfigValue value) {
    return value.valueType() == ConfigValueType.STRING
        ? (String) value.unwrapped()
        : value.render(ConfigRenderOptions.concise());
  }

  /** The value as one text, a list in brackets. */
  String text() {
    return list ? items.stream().collect(Collectors.joining(", ", "[", "]")) : items.get(0);
  }

  /**
   * The elements: those of a list, or of one text divided at {@code separators}; none if the text
   * is blank.
   */
  List<String> elements(String separators) {
    return list
        ? items
        : Arrays.stream(items.get(0).split(separators))
            .map(String::strip)
            .filter(item -> !item.isEmpty())
            .toList();
  }
}
