package ai.altertable.mcp.lakehouse.export;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Bytes packed quickly rather than tightly. */
final class Deflated {
  private Deflated() {}

  /** A whole gzip stream (RFC 1952); reads the bytes. */
  static byte[] gzip(ByteBuf bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.readableBytes() / 2 + 64);
    try (OutputStream out = new Fast(packed)) {
      bytes.readBytes(out, bytes.readableBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
