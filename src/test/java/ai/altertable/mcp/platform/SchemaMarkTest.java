package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaMarkTest {
  @TempDir private Path directory;

  @Test
  void changesWithAMigrationAndWithNothingElse() throws IOException {
    SchemaMark mark = SchemaMark.of(jar("a.jar", "db/migration/V1__a.sql", "one", "Other", "x"));
    assertThat(SchemaMark.of(jar("b.jar", "Other", "y", "db/migration/V1__a.sql", "one")))
        .isEqualTo(mark);
    assertThat(SchemaMark.of(jar("c.jar", "db/migration/V1__a.sql", "two"))).isNotEqualTo(mark);
    assertThat(SchemaMark.of(jar("d.jar", "db/migration/V1__b.sql", "one"))).isNotEqualTo(mark);
  }

  @Test
  void isInTheDatabaseAfterAMigrationAndSparesTheNextOne() throws SQLException {
    PgConnectOptions database = TestDatabase.create().access().platform();
    SchemaMark mark = new SchemaMark("this jar's");
    try (Connection connection =
        DriverManager.getConnection(
            Migrations.jdbcUrl(database), database.getUser(), database.getPassword())) {
      assertThat(mark.in(connection)).isFalse();
      Migrations.run(database, Optional.of(mark));
      assertThat(mark.in(connection)).isTrue();
      assertThat(new SchemaMark("another's").in(connection)).isFalse();

      // Whoever asked the migration tool would now be told.
      connection.createStatement().execute("UPDATE flyway_schema_history SET checksum = 1");
      Migrations.run(database, Optional.of(mark));

      connection.createStatement().execute("DROP TABLE schema_mark");
      assertThat(mark.in(connection)).isFalse();
    }
  }

  private Path jar(String name, String... entries) throws IOException {
    Path jar = directory.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (int i = 0; i < entries.length; i += 2) {
        zip.putNextEntry(new ZipEntry(entries[i]));
        zip.write(entries[i + 1].getBytes(UTF_8));
      }
    }
    return jar;
  }
}
