package pggit.load.gate;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The verdict as any CI shows it: one test case for each metric, each operation that failed, and
 * one for the whole, which also says what was left out. A regression is a failure; undecided is an
 * error where it fails the build, else skipped.
 */
public final class JUnitXml {
  private JUnitXml() {}

  /** Writes {@code TEST-pggit.gate.xml} into a directory, which is created if need be. */
  public static Path write(Path directory, GateResult result, boolean undecidedFails) {
    Path file = directory.resolve("TEST-pggit.gate." + result.mode() + ".xml");
    try {
      Files.createDirectories(directory);
      Files.writeString(file, text(result, undecidedFails), StandardCharsets.UTF_8);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  static String text(GateResult result, boolean undecidedFails) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      write(xml, result, undecidedFails);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  private static void write(XMLStreamWriter xml, GateResult result, boolean fails)
      throws XMLStreamException {
    // A metric that was still open when another one decided is no fault of its own.
    boolean undecidedFails = fails && result.verdict() == Ruling.UNDECIDED;
    List<Case> cases = new ArrayList<>();
    List<String> said = new ArrayList<>(result.reasons());
    result.leftOut().forEach(what -> said.add("left out: " + what));
    cases.add(new Case("verdict", result.verdict(), String.join("\n", said)));
    result.failures().forEach(f -> cases.add(new Case(f.metric(), f.verdict(), f.sentence())));
    result.comparisons().forEach(c -> cases.add(new Case(c.metric(), c.verdict(), c.sentence())));
    long failures = cases.stream().filter(c -> c.verdict() == Ruling.REGRESSION).count();
    long undecided = cases.stream().filter(c -> c.verdict() == Ruling.UNDECIDED).count();
    start(
        xml,
        "testsuite",
        "name",
        "pggit.gate." + result.mode(),
        "tests",
        cases.size(),
        "failures",
        failures,
        "errors",
        undecidedFails ? undecided : 0,
        "skipped",
        undecidedFails ? 0 : undecided,
        "time",
        String.format(Locale.ROOT, "%.3f", result.took().toMillis() / 1000.0),
        "timestamp",
        result.started());
    for (Case one : cases) {
      write(xml, result.mode(), one, undecidedFails);
    }
    xml.writeEndElement();
  }

  private record Case(String name, Ruling verdict, String evidence) {}

  private static void write(XMLStreamWriter xml, String mode, Case one, boolean undecidedFails)
      throws XMLStreamException {
    start(xml, "testcase", "classname", "pggit.gate." + mode, "name", one.name(), "time", 0);
    String message = allowed(one.verdict().word() + ": " + one.evidence());
    switch (one.verdict()) {
      case REGRESSION -> start(xml, "failure", "message", message);
      case UNDECIDED -> start(xml, undecidedFails ? "error" : "skipped", "message", message);
      case PASS, IMPROVEMENT -> {
        start(xml, "system-out");
        xml.writeCharacters(allowed(one.evidence()));
      }
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  /**
   * @param attributes name, value, name, value and so on
   */
  private static void start(XMLStreamWriter xml, String element, Object... attributes)
      throws XMLStreamException {
    xml.writeStartElement(element);
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i].toString(), attributes[i + 1].toString());
    }
  }

  /** Without characters that XML 1.0 cannot hold; a server's message may have any. */
  private static String allowed(String text) {
    return text.replaceAll("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD]", "?");
  }
}
