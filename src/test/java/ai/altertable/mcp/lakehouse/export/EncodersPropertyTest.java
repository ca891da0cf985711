package ai.altertable.mcp.lakehouse.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.rows.RowBatch;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What is written is what was read, whatever it was. */
class EncodersPropertyTest {
  private static final List<Column> TWO =
      List.of(new Column("a", "text", true, ""), new Column("b", "text", true, ""));

  @Property(tries = 500)
  void csvIsReadBackButForFormulas(@ForAll @Size(2) List<String> cells) {
    JsonArray row = new JsonArray(new ArrayList<>(cells));

    String line = new CsvEncoder(TWO).rows(RowBatch.of(List.of(row))).toString();

    List<String> read = csv(line);
    for (int i = 0; i < 2; i++) {
      String cell = cells.get(i);
      assertThat(read.get(i)).isIn(cell, "'" + cell);
      assertThat(read.get(i)).doesNotMatch("(?s)[=@\\t\\r].*");
      assertThat(read.get(i)).doesNotMatch("(?s)[+-].*[^0-9.eE+-].*");
    }
  }

  /** A reader of RFC 4180 of our own, of one line that ends in CR LF. */
  private static List<String> csv(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    String body = line.substring(0, line.length() - 2);
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (c == '"' && quoted && i + 1 < body.length() && body.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }

  @Property(tries = 300)
  void ndjsonIsReadBackExactly(@ForAll @Size(2) List<String> cells) {
    JsonArray row = new JsonArray(new ArrayList<>(cells));

    String line = new NdjsonEncoder(TWO).rows(RowBatch.of(List.of(row))).toString();

    assertThat(line).endsWith("}\n");
    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    assertThat(new JsonObject(line))
        .isEqualTo(new JsonObject().put("a", cells.get(0)).put("b", cells.get(1)));
  }

  @Property(tries = 500)
  void timestampsBecomeTheirMicroseconds(
      @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second,
      @ForAll @IntRange(max = 999_999) int micro,
      @ForAll boolean zoned) {
    Instant at = Instant.ofEpochSecond(second, micro * 1000L);
    String text = LocalDateTime.ofInstant(at, ZoneOffset.UTC).toString();
    String whole = text.length() == 16 ? text + ":00" : text;

    assertThat(ParquetValues.micros(zoned ? whole + "+00:00" : whole))
        .isEqualTo(second * 1_000_000 + micro);
    assertThat(ParquetValues.date(text.substring(0, 10)))
        .isEqualTo((int) LocalDate.parse(text.substring(0, 10)).toEpochDay());
  }

  @Example
  void rareTimesAreTakenAndNonsenseIsRefused() {
    assertThat(ParquetValues.micros("1970-01-01T02:30:00.5+02:30")).isEqualTo(500_000);
    assertThat(ParquetValues.micros("12026-01-01T00:00:00+00:00"))
        .isEqualTo(LocalDateTime.of(12026, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC) * 1_000_000);
    assertThat(ParquetValues.micros("0001-01-01 00:00:00+00 BC"))
        .isEqualTo(LocalDateTime.of(0, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC) * 1_000_000);
    assertThat(ParquetValues.micros("-infinity")).isEqualTo(-Long.MAX_VALUE);
    assertThatThrownBy(() -> ParquetValues.micros("2026-02-30T00:00:00"))
        .isInstanceOf(QueryFault.class)
        .hasMessageContaining("no form in Parquet");
  }

  @Property(tries = 50)
  void repeatedNamesBecomeUniqueAndKeepTheirOrder(
      @ForAll @Size(max = 20) List<@IntRange(max = 3) Integer> picks) {
    List<String> pool = List.of("id", "id_2", "name", "id_2_2");
    List<Column> columns =
        picks.stream().map(pick -> new Column(pool.get(pick), "text", true, "")).toList();

    List<String> names = UniqueNames.of(columns);

    assertThat(names).hasSameSizeAs(columns).doesNotHaveDuplicates();
    for (int i = 0; i < names.size(); i++) {
      assertThat(names.get(i)).startsWith(columns.get(i).name());
    }
  }
}
