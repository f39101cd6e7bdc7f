package pggit.load.report;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's own Chromium, one for a test class; without one the tests are skipped. */
final class Browser implements BeforeAllCallback, AfterAllCallback {
  private static final Logger LOG = LoggerFactory.getLogger(Browser.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Says at WARN that it does not know this Chromium's newest protocol, which nobody uses here. */
  private static final java.util.logging.Logger CHATTER =
      java.util.logging.Logger.getLogger("org.openqa.selenium.devtools");

  private @Nullable ChromeDriver driver;

  /** Chromium leaves its socket's directory behind; it goes with this one. */
  private @Nullable Path temporary;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path chromium = onPath("chromium");
    Path chromedriver = onPath("chromedriver");
    if (chromium == null || chromedriver == null) {
      String why =
          "no %s on the path: apt-get install chromium chromium-driver"
              .formatted(chromium == null ? "chromium" : "chromedriver");
      LOG.warn("{} is skipped: {}", context.getRequiredTestClass().getSimpleName(), why);
      Assumptions.abort(why);
    }
    CHATTER.setLevel(Level.SEVERE);
    temporary = Files.createTempDirectory("pggit-browser");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.setCapability("goog:loggingPrefs", logs);
    // Without a sandbox, which a superuser cannot have; the pages are our own.
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars");
    options.addArguments("--disable-dev-shm-usage", "--window-size=1280,900");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.toFile())
            .usingAnyFreePort()
            .withEnvironment(Map.of("TMPDIR", temporary.toString()))
            .build();
    driver = new ChromeDriver(service, options);
  }

  private static @Nullable Path onPath(String program) {
    for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
      Path file = Path.of(directory, program);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    return null;
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (driver != null) {
      driver.quit();
      driver = null;
    }
    if (temporary != null) {
      try (var files = Files.walk(temporary)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
      temporary = null;
    }
  }

  ChromeDriver driver() {
    return Objects.requireNonNull(driver);
  }

  /** Opens a page of one run and waits until its charts are drawn. */
  void openRun(Path page) {
    open(page);
    await().atMost(PATIENCE).until(() -> script("return !!page.root.dataset.ready"));
  }

  /** Opens a page; what the browser logged before is forgotten. */
  void open(Path page) {
    driver().manage().logs().get(LogType.BROWSER);
    driver().manage().logs().get(LogType.PERFORMANCE);
    driver().get(page.toUri().toString());
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // what a script gives is known to who wrote it
  <T> T script(String script, Object... arguments) {
    @SuppressWarnings("unchecked")
    T result = (T) ((JavascriptExecutor) driver()).executeScript(script, arguments);
    return result;
  }

  /** Errors and warnings on the console since {@link #open}. */
  List<String> complaints() {
    return StreamSupport.stream(driver().manage().logs().get(LogType.BROWSER).spliterator(), false)
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  /** Whatever the page asked for since {@link #open}, itself included. */
  List<String> requests() {
    List<String> requests = new ArrayList<>();
    for (var entry : driver().manage().logs().get(LogType.PERFORMANCE)) {
      String message = entry.getMessage();
      int at = message.indexOf("\"request\":{");
      if (message.contains("\"Network.requestWillBeSent\"") && at > 0) {
        int url = message.indexOf("\"url\":\"", at) + 7;
        requests.add(message.substring(url, message.indexOf('"', url)));
      }
    }
    return requests;
  }

  /** The window, as a phone or a desk has it. */
  void size(int width, int height) {
    driver()
        .executeCdpCommand(
            "Emulation.setDeviceMetricsOverride",
            Map.of(
                "width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  /** What the system prefers: {@code light} or {@code dark}; and that nothing moves by itself. */
  void prefers(String theme) {
    driver()
        .executeCdpCommand(
            "Emulation.setEmulatedMedia",
            Map.of(
                "features",
                List.of(
                    Map.of("name", "prefers-color-scheme", "value", theme),
                    Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /** A script beside these tests. */
  static String source(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Browser.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
