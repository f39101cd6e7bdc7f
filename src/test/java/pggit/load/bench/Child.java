package pggit.load.bench;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.stream.Stream;
import pggit.load.measure.OneLocale;
import pggit.load.server.Endpoint;
import pggit.load.server.ExternalServer;
import pggit.load.server.Login;
import pggit.load.server.Secret;

/**
 * A JVM of its own for what is measured, from both ends: jobs go to its standard input, one a line,
 * and each is answered with a line, between whatever else is printed there.
 */
final class Child implements AutoCloseable {

  /** Something to be done in a child; a record, since it goes there as JSON. */
  interface Job {
    Object run(Endpoint endpoint) throws Exception;
  }

  private static final JsonMapper JSON = JsonMapper.builder().addModule(new Jdk8Module()).build();
  private static final String ANSWER = "answer ";

  private final Process process;

  /** The password goes in PGPASSWORD, which ps does not show. */
  Child(Endpoint endpoint, String heap) throws IOException {
    var java = ProcessHandle.current().info().command().orElseThrow();
    var command = new ArrayList<>(List.of(java, heap, "-cp", classPath()));
    // As Gatling's Maven plugin starts it.
    command.addAll(List.of("-XX:MaxInlineLevel=20", "-XX:MaxTrivialSize=12"));
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.addAll(List.of(Child.class.getName(), endpoint.jdbcUrl(), endpoint.login().user()));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PGPASSWORD", endpoint.login().password().reveal());
    process = builder.start();
  }

  /** Has a job done, which takes as long as it takes. One thread at a time. */
  <A> A ask(Job job, Class<A> answer) throws IOException {
    process.outputWriter().write(job.getClass().getName() + JSON.writeValueAsString(job) + "\n");
    process.outputWriter().flush();
    var line = process.inputReader().lines().filter(said -> said.startsWith(ANSWER)).findFirst();
    if (line.isEmpty()) {
      throw new IllegalStateException(job + " failed, for the reason above");
    }
    return JSON.readValue(line.get().substring(ANSWER.length()), answer);
  }

  public static void main(String[] arguments) {
    OneLocale.choose();
    try (var jobs = new Scanner(System.in)) {
      var login = new Login(arguments[1], Secret.of(System.getenv("PGPASSWORD")));
      var endpoint = ExternalServer.connect(arguments[0], login).admin();
      while (jobs.hasNextLine()) {
        var words = jobs.nextLine().split("(?=\\{)", 2);
        var job = (Job) JSON.readValue(words[1], Class.forName(words[0]));
        System.out.println(ANSWER + JSON.writeValueAsString(job.run(endpoint)));
      }
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1); // whatever threads a job has left
    }
  }

  /** Maven runs main classes in a loader of its own, of which java.class.path knows nothing. */
  private static String classPath() {
    return Child.class.getClassLoader() instanceof URLClassLoader maven
        ? Stream.of(maven.getURLs()).map(URL::getPath).collect(joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }

  @Override
  public void close() {
    process.destroy();
  }
}
