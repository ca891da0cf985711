package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.lakehouse.QueryResult.TruncatedBy;
import ai.altertable.mcp.lakehouse.postgres.RowDecoder.WireRow;
import ai.altertable.mcp.platform.JsonText;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of one result: those of the page, then those kept for later, both within bounds. Written on
 * the connection's event loop while a fetch runs, read by the query when none does.
 */
final class PageCollector implements RowSink {
  private final RowDecoder decoder;
  private final Bounds bounds;

  private final List<JsonArray> page = new ArrayList<>();
  private long pageCharacters;
  private TruncatedBy full;
  private Oversized oversized;

  private final List<JsonArray> fresh = new ArrayList<>();
  private final Buffer kept = Buffer.buffer();
  private int keptRows;
  private long keptCharacters;
  private boolean dropped;

  /**
   * How much is taken.
   *
   * @param rows of the page
   * @param characters of the page: values and JSON's punctuation
   * @param keptRows beyond the page
   * @param keptCharacters beyond the page
   */
  record Bounds(int rows, int characters, int keptRows, int keptCharacters) {}

  /**
   * A row larger than a whole page.
   *
   * @param column its widest, or null when it was not even read
   */
  record Oversized(long characters, String column, int columnCharacters) {}

  PageCollector(RowDecoder decoder, Bounds bounds) {
    this.decoder = decoder;
    this.bounds = bounds;
  }

  @Override
  public void columns(ByteBuf body) {
    decoder.describe(body);
  }

  @Override
  public void row(ByteBuf body) {
    if (!accepting()) {
      return;
    }
    WireRow row = decoder.read(body);
    if (full == null && fits(row)) {
      page.add(row.values());
      pageCharacters += row.characters();
    } else if (page.isEmpty()) {
      oversized =
          new Oversized(row.characters(), decoder.name(row.widest()), row.widestCharacters());
    } else {
      keep(row);
    }
  }

  private boolean fits(WireRow row) {
    if (page.size() >= bounds.rows()) {
      full = TruncatedBy.ROWS;
    } else if (pageCharacters + row.characters() > bounds.characters()) {
      full = TruncatedBy.BYTES;
    }
    return full == null;
  }

  private void keep(WireRow row) {
    if (keptRows >= bounds.keptRows()
        || keptCharacters + row.characters() > bounds.keptCharacters()) {
      dropped = true;
      return;
    }
    fresh.add(row.values());
    keptRows++;
    keptCharacters += row.characters();
  }

  @Override
  public boolean accepting() {
    return !dropped && oversized == null;
  }

  @Override
  public void cutOff(long bytes) {
    dropped = true;
    if (full == null) {
      full = TruncatedBy.BYTES;
    }
    if (page.isEmpty() && oversized == null) {
      oversized = new Oversized(bytes, null, 0);
    }
  }

  /** Takes no more because time is up; what came so far is the content. */
  void timeUp() {
    dropped = true;
    if (full == null) {
      full = TruncatedBy.TIME;
    }
  }

  /** Packs the rows kept since the last call, so that they take little memory. */
  void pack() {
    fresh.forEach(row -> append(kept, row));
    fresh.clear();
  }

  private static void append(Buffer rows, JsonArray row) {
    rows.appendString(rows.length() == 0 ? "[" : ",").appendBuffer(JsonText.buffer(row));
  }

  /** Decodes values whose types were unknown when they came. */
  void decodeRest() {
    List<JsonArray> rows = new ArrayList<>(page);
    rows.addAll(fresh);
    decoder.decodeRest(rows);
  }

  RowDecoder decoder() {
    return decoder;
  }

  List<JsonArray> page() {
    return page;
  }

  /** Why the page ends before the result does; null while it does not. */
  TruncatedBy full() {
    return full;
  }

  /** The row that no page can hold, or null. */
  Oversized oversized() {
    return oversized;
  }

  /** Whether rows beyond the page were kept. */
  boolean keeps() {
    return keptRows > 0;
  }

  /** The page and the rows kept beyond it, a JSON array of arrays. */
  Buffer kept() {
    Buffer rows = Buffer.buffer();
    page.forEach(row -> append(rows, row));
    if (kept.length() > 0) {
      // the comma in place of the bracket that opens the packed rows
      rows.appendString(",").appendBuffer(kept.slice(1, kept.length()));
    }
    return rows.appendString("]");
  }

  /** Rows taken so far: page and kept. */
  int taken() {
    return page.size() + keptRows;
  }

  long characters() {
    return pageCharacters + keptCharacters;
  }
}
