package ai.altertable.mcp.lakehouse.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.copy.CopyIn;

/**
 * Rows in COPY's text format (PostgreSQL documentation, "COPY", Text Format), a block at a time.
 */
public final class CopyRows {
  private static final int BLOCK = 64 * 1024;

  private final CopyIn copy;
  private final StringBuilder block = new StringBuilder(BLOCK + 4096);
  private boolean first = true;

  public CopyRows(CopyIn copy) {
    this.copy = copy;
  }

  /** The next value of the row; null is NULL. */
  public CopyRows add(Object value) {
    separate();
    if (value == null) {
      block.append("\\N");
    } else {
      escape(value.toString());
    }
    return this;
  }

  /** An array of texts without characters that arrays quote, spaces apart. */
  public CopyRows array(List<String> values) {
    separate();
    block.append('{');
    for (int i = 0; i < values.size(); i++) {
      block.append(i == 0 ? "\"" : ",\"");
      escape(values.get(i));
      block.append('"');
    }
    block.append('}');
    return this;
  }

  /** Ends the row. */
  public void end() throws IOException {
    block.append('\n');
    first = true;
    if (block.length() >= BLOCK) {
      flush();
    }
  }

  /** Sends what was added so far. */
  public void flush() throws IOException {
    byte[] bytes = block.toString().getBytes(UTF_8);
    block.setLength(0);
    try {
      copy.writeToCopy(bytes, 0, bytes.length);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private void separate() {
    if (!first) {
      block.append('\t');
    }
    first = false;
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      switch (next) {
        case '\\' -> block.append("\\\\");
        case '\t' -> block.append("\\t");
        case '\n' -> block.append("\\n");
        case '\r' -> block.append("\\r");
        default -> block.append(next);
      }
    }
  }
}
