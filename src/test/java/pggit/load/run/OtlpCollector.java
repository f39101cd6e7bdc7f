package pggit.load.run;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A collector on this machine that keeps what is pushed to it. */
public final class OtlpCollector implements AutoCloseable {

  private final HttpServer http;
  private final List<ResourceMetrics> pushed = new CopyOnWriteArrayList<>();
  private volatile Headers headers = new Headers();

  public OtlpCollector() {
    this(200);
  }

  /**
   * @param answer what each push is answered with
   */
  OtlpCollector(int answer) {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext(
        "/v1/metrics",
        exchange -> {
          try (exchange;
              var body = exchange.getRequestBody()) {
            headers = exchange.getRequestHeaders();
            pushed.addAll(ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList());
            exchange.sendResponseHeaders(answer, -1);
          }
        });
    http.start();
  }

  public String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/v1/metrics";
  }

  /** How often something came. */
  public int pushes() {
    return pushed.size();
  }

  /** Who sent it, by attribute. */
  Map<String, String> sender() {
    return attributes(last().getResource().getAttributesList());
  }

  /** Of the last request; null if it had none of that name. */
  String header(String name) {
    return headers.getFirst(name);
  }

  /** Of the last push: numbers by name and attributes, {@code name{key=value, ...}}. */
  public Map<String, Double> numbers() {
    return numbers(last());
  }

  /** All that ever came of one, in order. */
  List<Double> all(String name) {
    return pushed.stream().map(push -> numbers(push).get(name)).filter(Objects::nonNull).toList();
  }

  private static Map<String, Double> numbers(ResourceMetrics push) {
    var numbers = new TreeMap<String, Double>();
    metrics(push)
        .forEach(
            metric ->
                points(metric)
                    .forEach(
                        point ->
                            numbers.put(
                                metric.getName() + attributes(point.getAttributesList()),
                                point.getAsDouble())));
    return numbers;
  }

  /** All instruments that ever came: unit by name, with {@code total} before that of a counter. */
  Map<String, String> instruments() {
    return pushed.stream()
        .flatMap(OtlpCollector::metrics)
        .collect(
            Collectors.toMap(
                Metric::getName,
                metric -> (metric.hasSum() ? "total" : "") + metric.getUnit(),
                (one, same) -> one,
                TreeMap::new));
  }

  private ResourceMetrics last() {
    return pushed.get(pushed.size() - 1);
  }

  private static Stream<Metric> metrics(ResourceMetrics push) {
    return push.getScopeMetricsList().stream().flatMap(scope -> scope.getMetricsList().stream());
  }

  private static List<NumberDataPoint> points(Metric metric) {
    return metric.hasSum()
        ? metric.getSum().getDataPointsList()
        : metric.getGauge().getDataPointsList();
  }

  private static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey, a -> a.getValue().getStringValue(), (a, b) -> a, TreeMap::new));
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
