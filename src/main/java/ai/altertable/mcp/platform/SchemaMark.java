package ai.altertable.mcp.platform;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/**
 * The migrations of the running jar as one text, their names and checksums, and its copy in the
 * migrated database. Where the two are the same there is nothing to migrate, which spares most
 * starts the migration tool.
 *
 * @param text never interpreted
 */
record SchemaMark(String text) {
  private static final String UNDEFINED_TABLE = "42P01";

  /** The jar's; empty when the classes do not come from one. Blocks. */
  static Optional<SchemaMark> ofJar() {
    try {
      Path jar =
          Path.of(SchemaMark.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isRegularFile(jar) ? Optional.of(of(jar)) : Optional.empty();
    } catch (IOException | URISyntaxException e) {
      return Optional.empty();
    }
  }

  /**
   * A jar's.
   *
   * @throws IOException when it cannot be read
   */
  static SchemaMark of(Path jar) throws IOException {
    try (ZipFile entries = new ZipFile(jar.toFile())) {
      return new SchemaMark(
          entries.stream()
              .filter(entry -> entry.getName().startsWith(Migrations.DIRECTORY + "/"))
              .map(entry -> entry.getName() + " " + Long.toHexString(entry.getCrc()))
              .sorted()
              .collect(Collectors.joining("\n")));
    }
  }

  /** Whether a database was brought to this mark. */
  boolean in(Connection database) throws SQLException {
    try (PreparedStatement select =
            database.prepareStatement("SELECT 1 FROM schema_mark WHERE mark = ?");
        ResultSet found = query(select)) {
      return found.next();
    } catch (SQLException e) {
      if (UNDEFINED_TABLE.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private ResultSet query(PreparedStatement select) throws SQLException {
    select.setString(1, text);
    return select.executeQuery();
  }

  /** Notes that a database was brought to this mark. */
  void write(Connection database) throws SQLException {
    try (PreparedStatement upsert =
        database.prepareStatement(
            "INSERT INTO schema_mark (mark) VALUES (?)"
                + " ON CONFLICT (only_row) DO UPDATE SET mark = excluded.mark")) {
      upsert.setString(1, text);
      upsert.executeUpdate();
    }
  }
}
