package ai.altertable.mcp.platform;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Packs what the database keeps (RFC 1952). Takes a while for much: not for event loops. */
public final class Gzip {
  private Gzip() {}

  public static Buffer zip(Buffer plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(plain.getBytes());
    }
    return Buffer.buffer(out.toByteArray());
  }

  /** Unpacks what {@link #zip} made; not for what comes from outside, which may be a bomb. */
  public static Buffer unzip(Buffer zipped) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped.getBytes()))) {
      return Buffer.buffer(in.readAllBytes());
    }
  }
}
