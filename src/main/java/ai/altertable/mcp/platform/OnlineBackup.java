package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.pgclient.PgConnectOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies the data directory of a PostgreSQL server that goes on working, by its own protocol for
 * that (documentation, "Making a Base Backup Using the Low Level API"): files may be copied while
 * they change, because the log from the start of the backup to its end is in the copy too, and the
 * next server that starts there replays it.
 */
final class OnlineBackup {
  /** Their content belongs to a running server; the folders themselves are needed. */
  private static final Set<String> EMPTIED =
      Set.of(
          "pg_wal",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private static final Set<String> LEFT_OUT =
      Set.of("postmaster.pid", "postmaster.opts", "server.log", "backup_label", "tablespace_map");

  /** Keeps the log until the session ends, however long copying takes. */
  private static final String KEEP_LOG =
      "SELECT pg_create_physical_replication_slot('altertable_backup', true, true)";

  private final PgConnectOptions superuser;
  private final Path data;

  /**
   * @param data where the server says that its data is
   */
  OnlineBackup(PgConnectOptions superuser, Path data) {
    this.superuser = superuser;
    this.data = data;
  }

  /** Writes it below a folder of the backup. Blocks. */
  void write(BackupWriter backup, String folder) throws IOException, SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                Migrations.jdbcUrl(superuser), superuser.getUser(), superuser.getPassword());
        Statement statement = connection.createStatement()) {
      text(statement, KEEP_LOG);
      String first = text(statement, "SELECT pg_walfile_name(pg_backup_start('altertable', true))");
      copyTree(backup, folder);
      String last;
      try (ResultSet row =
          statement.executeQuery(
              "SELECT pg_walfile_name(lsn), labelfile, spcmapfile FROM pg_backup_stop(false)")) {
        row.next();
        last = row.getString(1);
        backup.file(folder + "backup_label", stream(row.getString(2)));
        if (!row.getString(3).isBlank()) {
          throw new IOException("the server has tablespaces, which are not copied");
        }
      }
      copyLog(backup, folder, first, last);
    }
  }

  private void copyTree(BackupWriter backup, String folder) throws IOException {
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            if (path.equals(data)) {
              return FileVisitResult.CONTINUE;
            }
            String name = data.relativize(path).toString();
            if (path.getFileName().toString().startsWith("pgsql_tmp")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            backup.directory(folder + name);
            if (name.equals("pg_wal")) {
              backup.directory(folder + name + "/archive_status");
              backup.directory(folder + name + "/summaries");
            }
            return EMPTIED.contains(name) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            String name = data.relativize(path).toString();
            if (!LEFT_OUT.contains(name)) {
              copy(backup, folder + name, path);
            }
            return FileVisitResult.CONTINUE;
          }

          /** Files come and go while the server works; the log tells of them. */
          @Override
          public FileVisitResult visitFileFailed(Path path, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
  }

  private void copyLog(BackupWriter backup, String folder, String first, String last)
      throws IOException {
    List<Path> segments;
    try (Stream<Path> files = Files.list(data.resolve("pg_wal"))) {
      segments = files.filter(file -> needed(file, first, last)).sorted().toList();
    }
    for (Path segment : segments) {
      copy(backup, folder + "pg_wal/" + segment.getFileName(), segment);
    }
  }

  private static boolean needed(Path file, String first, String last) {
    String name = file.getFileName().toString();
    return name.endsWith(".history")
        || (name.length() == first.length()
            && name.compareTo(first) >= 0
            && name.compareTo(last) <= 0);
  }

  private static void copy(BackupWriter backup, String name, Path path) throws IOException {
    InputStream content;
    try {
      content = Files.newInputStream(path);
    } catch (NoSuchFileException gone) {
      return;
    }
    try (content) {
      backup.file(name, content);
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
