package pggit.load.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.Properties;

/** Style, script and chart library, which every page carries within itself. */
final class Assets {
  private static final String POM = "/META-INF/maven/org.mvnpm/echarts/pom.properties";

  static final String CSS = text("/pggit/load/report/report.css");

  /** Lines, bars, points and what belongs to them: the smallest of ECharts' builds with a zoom. */
  static final String ECHARTS =
      inScript(
          text(
              "/META-INF/resources/_static/echarts/%s/dist/echarts.common.min.js"
                  .formatted(version())));

  private Assets() {}

  /**
   * The page's script with what all pages share.
   *
   * @param name {@code report} or {@code runs}
   */
  static String script(String name) {
    String common = text("/pggit/load/report/common.js");
    return inScript(common) + inScript(text("/pggit/load/report/" + name + ".js"));
  }

  /** Whether the script draws charts. */
  static boolean charts(String script) {
    return script.equals("report");
  }

  /**
   * What the browser may do with the page: run these very scripts and nothing else, load nothing.
   * Were something from outside not escaped, it still would not run.
   */
  static String policy(String script) {
    return "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src "
        + (charts(script) ? hash(ECHARTS) + " " : "")
        + hash(script(script))
        + "; base-uri 'none'; form-action 'none'";
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A script's text as it may stand in a script element. */
  private static String inScript(String script) {
    return script.replace("\r\n", "\n").replace("</script", "<\\/script").replace("<!--", "<\\!--");
  }

  private static String version() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text(POM)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + POM, e);
    }
    return Objects.requireNonNull(properties.getProperty("version"), POM);
  }

  private static String text(String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
