package pggit.load.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A running server's data, copied as pg_basebackup does it, which the embedded binaries have not.
 * It lies in the server's directory and goes with it; one server can be started on it.
 */
public final class BaseBackup {

  /** Of a server that is to be restored, or followed when its log is no longer there. */
  public static final Map<String, String> ARCHIVING =
      Map.of("archive_mode", "on", "archive_command", "mkdir -p ../archive && cp %p ../archive/%f");

  /** As pg_basebackup leaves them; the log comes from the old server. */
  private static final Set<String> LEFT_EMPTY =
      Set.of(
          "pg_wal",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private final LimitedServer origin;
  private final Path files;

  private BaseBackup(LimitedServer origin, Path files) {
    this.origin = origin;
    this.files = files;
  }

  static BaseBackup of(LimitedServer origin) throws IOException, SQLException {
    ServerDirectory directory = origin.server().running().directory();
    Path files = directory.root().resolve("backup-" + Secret.randomText(4));
    try (Connection connection = origin.server().admin().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_backup_start('pggit-load', true)");
      copy(directory.data(), files);
      try (ResultSet row = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
        row.next();
        Files.writeString(files.resolve("backup_label"), row.getString(1));
      }
    }
    return new BaseBackup(origin, files);
  }

  private static void copy(Path file, Path target) throws IOException {
    Files.copy(file, target);
    if (!Files.isDirectory(file) || LEFT_EMPTY.contains(file.getFileName().toString())) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(file)) {
      for (Path each : files) {
        try {
          if (!each.getFileName().toString().startsWith("postmaster.")) { // not of the copy
            copy(each, target.resolve(each.getFileName()));
          }
        } catch (NoSuchFileException e) {
          // Dropped meanwhile, which the log says as well.
        }
      }
    }
  }

  /**
   * Starts a standby that follows the server, asynchronously until that one is told otherwise; its
   * {@code application_name} is {@code standby}. Returns once it answers queries.
   */
  public LimitedServer follow(Map<String, String> more) {
    Map<String, String> settings = new TreeMap<>(more);
    settings.put("primary_conninfo", connectionInfo(origin) + " application_name=standby");
    return start("standby.signal", settings);
  }

  /**
   * Starts a server that goes through the archive of this one, which has to be {@link #ARCHIVING},
   * up to a restore point. Answers queries before it is there; it is when it takes writes.
   */
  public LimitedServer restore(String point) {
    Path archive = origin.server().running().directory().root().resolve("archive");
    return start(
        "recovery.signal",
        Map.of(
            "restore_command",
            "cp \"" + archive + "/%f\" \"%p\"",
            "recovery_target_name",
            point,
            "recovery_target_action",
            "promote"));
  }

  private LimitedServer start(String signal, Map<String, String> settings) {
    return origin.startCopy(
        settings,
        (running, binaries) -> {
          running.making(
              () -> {
                Files.move(files, running.directory().data());
                Files.createFile(running.directory().data().resolve(signal));
              });
          return origin.server().admin().login();
        });
  }

  /** How one server of ours connects to another, as libpq wants it: the password is in a file. */
  public static String connectionInfo(LimitedServer to) {
    Endpoint admin = to.server().admin();
    return "host=%s port=%d user=%s passfile='%s'"
        .formatted(admin.host(), admin.port(), admin.login().user(), to.server().passwordFile());
  }
}
