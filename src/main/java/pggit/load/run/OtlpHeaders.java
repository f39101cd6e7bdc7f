package pggit.load.run;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import pggit.load.server.SetupException;

/** What a collector is told with each push, from the environment. */
final class OtlpHeaders {

  /** Whose variables OpenTelemetry names; what stands in them may be a secret. */
  private static final List<String> HEADERS =
      List.of("OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_METRICS_HEADERS");

  private static final Pattern HEADER =
      Pattern.compile("\\s*([\\w!#$%&'*+.^`|~-]+)\\s*=\\s*(.*?)\\s*");

  private static final Predicate<String> VALUE = Pattern.compile("\\P{Cntrl}*").asMatchPredicate();

  private OtlpHeaders() {}

  /** As OpenTelemetry has it: {@code name=value,...}, what is special in per cent code. */
  static Map<String, String> of(Map<String, String> environment) {
    var headers = new HashMap<String, String>();
    for (var variable : HEADERS) {
      for (var header : environment.getOrDefault(variable, "").split(",", -1)) {
        if (!header.isBlank() && !header(header, headers)) {
          throw new SetupException( // without the text, which may be a secret
              variable + " has to be <name>=<value>,..., what is special in per cent code");
        }
      }
    }
    return Map.copyOf(headers);
  }

  /** Whether it is one. */
  private static boolean header(String text, Map<String, String> headers) {
    var parts = HEADER.matcher(text);
    try {
      return parts.matches()
          && VALUE.test(
              headers.merge(
                  parts.group(1),
                  URLDecoder.decode(parts.group(2).replace("+", "%2B"), StandardCharsets.UTF_8),
                  (general, ofMetrics) -> ofMetrics));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
