package pggit.load.gate;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import pggit.load.measure.JsonFile;

/**
 * The verdict as any CI shows it: one test case for each metric, each operation that failed, and
 * one for the whole, which also says what was left out. A regression is a failure; undecided is an
 * error where it fails the build, else skipped.
 */
public final class JUnitXml {
  private record Whole(String metric, Ruling verdict, String sentence) implements Judgement.Part {}

  private JUnitXml() {}

  /** Writes {@code TEST-pggit.gate.ab.xml} or the like into a directory, created if need be. */
  public static void write(Path directory, GateResult result, boolean undecidedFails) {
    JsonFile.replace(
        directory.resolve("TEST-pggit.gate." + result.mode() + ".xml"),
        text(result, undecidedFails));
  }

  static String text(GateResult result, boolean undecidedFails) {
    StringWriter text = new StringWriter();
    try {
      suite(
          XMLOutputFactory.newInstance().createXMLStreamWriter(text),
          result,
          // A metric that was still open when another one decided is no fault of its own.
          undecidedFails && result.verdict() == Ruling.UNDECIDED);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  private static void suite(XMLStreamWriter xml, GateResult result, boolean openIsError)
      throws XMLStreamException {
    List<String> said = new ArrayList<>(result.reasons());
    result.blame().forEach(blame -> said.addAll(blame.sentences()));
    result.leftOut().forEach(what -> said.add("left out: " + what));
    List<Judgement.Part> cases = new ArrayList<>();
    cases.add(new Whole("verdict", result.verdict(), String.join("\n", said)));
    cases.addAll(result.failures());
    cases.addAll(result.comparisons());
    String suite = "pggit.gate." + result.mode();
    long open = count(cases, Ruling.UNDECIDED);
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", suite);
    xml.writeAttribute("tests", String.valueOf(cases.size()));
    xml.writeAttribute("failures", String.valueOf(count(cases, Ruling.REGRESSION)));
    xml.writeAttribute("errors", String.valueOf((openIsError ? open : 0)));
    xml.writeAttribute("skipped", String.valueOf((openIsError ? 0 : open)));
    xml.writeAttribute(
        "time", String.format(Locale.ROOT, "%.3f", result.took().toMillis() / 1000.0));
    xml.writeAttribute("timestamp", result.started().toString());
    for (Judgement.Part one : cases) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", suite);
      xml.writeAttribute("name", one.metric());
      xml.writeAttribute("time", "0");
      if (one.verdict() == Ruling.REGRESSION || one.verdict() == Ruling.UNDECIDED) {
        xml.writeEmptyElement(
            one.verdict() == Ruling.REGRESSION ? "failure" : openIsError ? "error" : "skipped");
        xml.writeAttribute("message", allowed(one.verdict().word() + ": " + one.sentence()));
      } else {
        xml.writeStartElement("system-out");
        xml.writeCharacters(allowed(one.sentence()));
        xml.writeEndElement();
      }
      xml.writeEndElement();
    }
    xml.writeEndDocument();
    xml.close();
  }

  private static long count(List<Judgement.Part> cases, Ruling verdict) {
    return cases.stream().filter(one -> one.verdict() == verdict).count();
  }

  /** Without characters that XML 1.0 cannot hold; a server's message may have any. */
  private static String allowed(String text) {
    return text.replaceAll("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD]", "?");
  }
}
