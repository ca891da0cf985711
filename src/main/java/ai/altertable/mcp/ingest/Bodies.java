package ai.altertable.mcp.ingest;

import io.netty.buffer.ByteBufInputStream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Bodies as they were before clients compressed them, within the same bound as plain ones. */
final class Bodies {
  private static final String GZIP = "gzip";
  private static final String IDENTITY = "identity";

  private Bodies() {}

  /**
   * @throws Problem when the body is encoded in another way than we take
   */
  static void requireKnownEncoding(HttpServerRequest request) {
    String encoding = encoding(request);
    if (!encoding.equalsIgnoreCase(IDENTITY) && !encoding.equalsIgnoreCase(GZIP)) {
      throw new Problem(
          415, "unsupported-encoding", "Bodies are sent as they are, or compressed with gzip.");
    }
  }

  /**
   * Unpacks. Takes as long as reading JSON of that size does.
   *
   * @param body as it came, or null when there is none
   * @param most bytes of the result
   * @throws Problem when it is no gzip, broken off, or larger
   */
  static Buffer plain(HttpServerRequest request, Buffer body, int most) {
    if (body == null || !encoding(request).equalsIgnoreCase(GZIP)) {
      return body;
    }
    try (InputStream packed =
            new ByteBufInputStream(((BufferInternal) body).getByteBuf().duplicate());
        InputStream unpacked = new GZIPInputStream(packed)) {
      byte[] plain = unpacked.readNBytes(most + 1);
      if (plain.length > most) {
        throw new Problem(413, "too-large", "The body is too large once it is unpacked.");
      }
      return Buffer.buffer(plain);
    } catch (IOException e) {
      throw new Problem(400, "invalid-encoding", "The body is not whole gzip.");
    }
  }

  private static String encoding(HttpServerRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    return encoding == null ? IDENTITY : encoding.strip();
  }
}
