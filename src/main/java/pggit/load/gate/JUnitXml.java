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
    boolean undecidedFails = fails && result.ruling() == Ruling.UNDECIDED;
    List<Case> cases = new ArrayList<>();
    List<String> said = new ArrayList<>(result.reasons());
    result.leftOut().forEach(what -> said.add("left out: " + what));
    cases.add(new Case("verdict", result.verdict(), String.join("\n", said)));
    result.failures().forEach(f -> cases.add(new Case(f.metric(), f.verdict(), f.sentence())));
    result.comparisons().forEach(c -> cases.add(new Case(c.metric(), c.verdict(), c.sentence())));
    long failures = cases.stream().filter(c -> c.verdict().equals("regression")).count();
    long undecided = cases.stream().filter(c -> c.verdict().equals("undecided")).count();
    String seconds = String.format(Locale.ROOT, "%.3f", result.took().toMillis() / 1000.0);
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "pggit.gate." + result.mode());
    xml.writeAttribute("tests", Integer.toString(cases.size()));
    xml.writeAttribute("failures", Long.toString(failures));
    xml.writeAttribute("errors", Long.toString(undecidedFails ? undecided : 0));
    xml.writeAttribute("skipped", Long.toString(undecidedFails ? 0 : undecided));
    xml.writeAttribute("time", seconds);
    xml.writeAttribute("timestamp", result.started().toString());
    for (Case one : cases) {
      write(xml, result.mode(), one, undecidedFails);
    }
    xml.writeEndElement();
  }

  private record Case(String name, String verdict, String evidence) {}

  private static void write(XMLStreamWriter xml, String mode, Case one, boolean undecidedFails)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "pggit.gate." + mode);
    xml.writeAttribute("name", one.name());
    xml.writeAttribute("time", "0");
    String element =
        switch (one.verdict()) {
          case "regression" -> "failure";
          case "undecided" -> undecidedFails ? "error" : "skipped";
          default -> "system-out";
        };
    xml.writeStartElement(element);
    if (element.equals("system-out")) {
      xml.writeCharacters(allowed(one.evidence()));
    } else {
      xml.writeAttribute("message", allowed(one.verdict() + ": " + one.evidence()));
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  /** Without characters that XML 1.0 cannot hold; a server's message may have any. */
  private static String allowed(String text) {
    return text.replaceAll("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD]", "?");
  }
}
