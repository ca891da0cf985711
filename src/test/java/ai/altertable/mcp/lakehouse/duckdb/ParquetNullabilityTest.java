package ai.altertable.mcp.lakehouse.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.platform.Cancellation;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A column of Parquet files is known never to be NULL only when all of their statistics say so. */
class ParquetNullabilityTest {
  private static FilesFixture files;

  @BeforeAll
  static void start() throws Exception {
    files = new FilesFixture();
    files.write(
        "COPY (SELECT i AS id, nullif(i, 1) AS gap, uuid() AS who FROM range(3) t(i))"
            + " TO '{folder}/one.parquet'");
    FilesFixture.make(files.folder.resolve("parts"));
    files.write("COPY (SELECT 1 AS id, 2 AS late) TO '{folder}/parts/a.parquet'");
    files.write("COPY (SELECT 2 AS id) TO '{folder}/parts/b.parquet'");
    files.connect("files", "data");
  }

  @AfterAll
  static void stop() {
    files.close();
  }

  @Test
  void onlyWhatNoFileLeavesOutIsSure() {
    List<TableInfo> tables =
        LakehouseFixture.await(files.engine("files").tables("test", new Cancellation()));
    assertThat(sure(tables.get(0))).containsExactly("id", "who");
    assertThat(sure(tables.get(1))).containsExactly("id");
  }

  private static List<String> sure(TableInfo table) {
    return table.columns().stream().filter(column -> !column.nullable()).map(Column::name).toList();
  }
}
