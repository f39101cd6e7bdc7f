package pggit.load.gate;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The verdict as any CI shows it: one test case for each metric, each operation that failed, and
 * one for the whole, which also says what was left out. A regression is a failure; undecided is an
 * error where it fails the build, else skipped.
 */
public final class JUnitXml {
  private record Case(String name, Ruling verdict, String evidence) {}

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  private JUnitXml() throws XMLStreamException {
    xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
  }

  /** Writes {@code TEST-pggit.gate.ab.xml} or the like into a directory, created if need be. */
  public static void write(Path directory, GateResult result, boolean undecidedFails) {
    Path file = directory.resolve("TEST-pggit.gate." + result.mode() + ".xml");
    try {
      Files.createDirectories(directory);
      Files.writeString(file, text(result, undecidedFails));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  static String text(GateResult result, boolean undecidedFails) {
    try {
      JUnitXml all = new JUnitXml();
      all.suite(result, undecidedFails);
      return all.text.toString();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  private void suite(GateResult result, boolean fails) throws XMLStreamException {
    // A metric that was still open when another one decided is no fault of its own.
    String undecided = fails && result.verdict() == Ruling.UNDECIDED ? "error" : "skipped";
    List<String> said = new ArrayList<>(result.reasons());
    result.leftOut().forEach(what -> said.add("left out: " + what));
    List<Case> cases =
        Stream.of(
                Stream.of(new Case("verdict", result.verdict(), String.join("\n", said))),
                result.failures().stream()
                    .map(f -> new Case(f.metric(), f.verdict(), f.sentence())),
                result.comparisons().stream()
                    .map(c -> new Case(c.metric(), c.verdict(), c.sentence())))
            .flatMap(all -> all)
            .toList();
    long open = count(cases, Ruling.UNDECIDED);
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuite");
    attribute("name", "pggit.gate." + result.mode());
    attribute("tests", cases.size());
    attribute("failures", count(cases, Ruling.REGRESSION));
    attribute("errors", undecided.equals("error") ? open : 0);
    attribute("skipped", undecided.equals("skipped") ? open : 0);
    attribute("time", String.format(Locale.ROOT, "%.3f", result.took().toMillis() / 1000.0));
    attribute("timestamp", result.started());
    for (Case one : cases) {
      xml.writeStartElement("testcase");
      attribute("classname", "pggit.gate." + result.mode());
      attribute("name", one.name());
      attribute("time", 0);
      switch (one.verdict()) {
        case REGRESSION -> said("failure", one);
        case UNDECIDED -> said(undecided, one);
        case PASS, IMPROVEMENT -> {
          xml.writeStartElement("system-out");
          xml.writeCharacters(allowed(one.evidence()));
          xml.writeEndElement();
        }
      }
      xml.writeEndElement();
    }
    xml.writeEndDocument();
    xml.close();
  }

  private static long count(List<Case> cases, Ruling verdict) {
    return cases.stream().filter(one -> one.verdict() == verdict).count();
  }

  private void said(String element, Case one) throws XMLStreamException {
    xml.writeEmptyElement(element);
    attribute("message", allowed(one.verdict().word() + ": " + one.evidence()));
  }

  private void attribute(String name, Object value) throws XMLStreamException {
    xml.writeAttribute(name, value.toString());
  }

  /** Without characters that XML 1.0 cannot hold; a server's message may have any. */
  private static String allowed(String text) {
    return text.replaceAll("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD]", "?");
  }
}
