package pggit.load.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Data for the page's script: small, since nobody sees the fifth digit of a number in a picture,
 * and safe to stand within a script element.
 */
final class ChartJson {
  private static final MathContext DIGITS = new MathContext(5);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new SimpleModule().addSerializer(double[].class, new Compact()))
          .build();

  private ChartJson() {}

  /** Any data as JSON in which no {@code <}, {@code >} or {@code &} stands. */
  static String of(Object data) {
    try {
      return JSON.writeValueAsString(data)
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("chart data cannot be written", e);
    }
  }

  /** Five digits, gaps and infinities as null. */
  private static final class Compact extends JsonSerializer<double[]> {
    @Override
    public void serialize(double[] values, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeStartArray();
      for (double value : values) {
        if (!Double.isFinite(value)) {
          out.writeNull();
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
          out.writeNumber((long) value);
        } else {
          BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
          out.writeNumber(rounded.toString());
        }
      }
      out.writeEndArray();
    }
  }
}
