package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The storage document says of every secret how it is kept. Hashes and what is sealed are bytes, so
 * no column of bytes may be missing, nor one whose name says that it holds a secret.
 */
class StorageDocumentTest {
  private static final String COLUMNS =
      """
      SELECT table_name, column_name FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name <> 'flyway_schema_history'
        AND (data_type = 'bytea' OR data_type LIKE '%text%'
          AND column_name ~ 'hash|secret|sealed|token|nonce|verifier')
      ORDER BY table_name, ordinal_position
      """;

  private static String document() throws IOException {
    try (InputStream file = StorageDocumentTest.class.getResourceAsStream("/db/README.md")) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }

  @Test
  void namesEveryColumnThatHoldsASecret() throws IOException {
    List<String> lines = document().lines().filter(line -> line.startsWith("| ")).toList();
    Vertx vertx = Vertx.vertx();
    List<String> missing = new ArrayList<>();
    try {
      for (Row row :
          Await.get(TestDatabase.create().connect(vertx).pool().query(COLUMNS).execute())) {
        String table = "`" + row.getString("table_name") + ".";
        String column = row.getString("column_name") + "`";
        boolean named =
            lines.stream()
                .anyMatch(
                    line ->
                        line.contains(table + column)
                            || (line.contains(table) && line.contains("`" + column)));
        if (!named) {
          missing.add(table + column);
        }
      }
    } finally {
      Await.get(vertx.close());
    }
    assertThat(missing).as("columns that src/main/resources/db/README.md does not name").isEmpty();
  }
}
