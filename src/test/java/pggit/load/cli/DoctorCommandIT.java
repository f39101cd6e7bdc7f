package pggit.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DoctorCommandIT {

  @Test
  void tellsLineByLineWhatThisMachineCanDo() {
    var said = new StringWriter();

    int exit = Main.commandLine().setOut(new PrintWriter(said)).execute("doctor");

    assertThat(exit).isZero();
    assertThat(said.toString().lines())
        .anyMatch(line -> line.matches("ok +Java +\\d+.*"))
        .anyMatch(line -> line.matches("ok +temp directory +.* GB free.*"))
        .anyMatch(line -> line.matches("ok +embedded server +PostgreSQL 1\\d\\.\\d+ answered.*"))
        .anyMatch(line -> line.matches("(ok|NO) +process figures .*"))
        .anyMatch(line -> line.matches("(ok|NO) +signals .*"))
        .anyMatch(line -> line.matches("(ok|NO) +small disks .*"))
        .anyMatch(line -> line.matches("(ok|NO) +memory limits .*"))
        .anyMatch(line -> line.matches("ok +replication +.* can follow a server.*"))
        .anyMatch(line -> line.matches("(ok|NO) +PgBouncer .*"))
        .last()
        .asString()
        .contains("here: mvn gatling:test");
  }
}
