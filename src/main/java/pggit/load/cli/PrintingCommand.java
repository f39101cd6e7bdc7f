package pggit.load.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that says something: each line is flushed. */
@Command(mixinStandardHelpOptions = true)
abstract class PrintingCommand {

  @Spec private @Nullable CommandSpec command;

  final PrintWriter out() {
    return Objects.requireNonNull(command).commandLine().getOut();
  }
}
