package pggit.load.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.OneLocale;
import pggit.load.server.SetupException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of {@code exec:java}. */
@Command(
    name = "pggit-load",
    description = "Load and resource-exhaustion tests for pgGit.",
    mixinStandardHelpOptions = true,
    version = "pggit-load 1.0.0",
    subcommands = {
      DoctorCommand.class,
      FindingsCommand.class,
      GateCommand.class,
      MergeCommand.class,
      ReportCommand.class,
      ServerCommand.class
    })
public final class Main {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  /** As sysexits.h has it: the command was used wrongly. */
  private static final int EXIT_USAGE = 64;

  /** Ends {@code git bisect run}; any smaller code would be a verdict on the version. */
  private static final int EXIT_BISECT = 128;

  private Main() {}

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    OneLocale.choose();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return commandLine(new Main());
  }

  /** Words, failures and exit codes as all commands here have them. */
  public static CommandLine commandLine(Object command) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExitCodeExceptionMapper(failure -> EXIT_USAGE)
        .setParameterExceptionHandler(Main::wrongWords)
        .setExecutionExceptionHandler(Main::failed);
  }

  private static int wrongWords(CommandLine.ParameterException failure, String[] arguments) {
    var command = failure.getCommandLine();
    command.getErr().println("pggit-load: " + failure.getMessage());
    command.usage(command.getErr());
    return exitCode(command, EXIT_USAGE);
  }

  private static int exitCode(CommandLine command, int otherwise) {
    return command.getCommandName().equals(GateCommand.BISECT) ? EXIT_BISECT : otherwise;
  }

  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    LOG.debug("command failed", failure);
    command
        .getErr()
        .println(
            "pggit-load: "
                + (failure instanceof SetupException ? failure.getMessage() : failure.toString()));
    return exitCode(command, failure instanceof SetupException ? EXIT_USAGE : 1);
  }
}
