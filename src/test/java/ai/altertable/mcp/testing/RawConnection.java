package ai.altertable.mcp.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicLong;

/** A bare socket, for what no HTTP client would send. */
public final class RawConnection implements AutoCloseable {
  private static final long STALLED_MILLIS = 3_000;
  private final Socket socket;

  public RawConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
  }

  public RawConnection send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /**
   * Sends the same text again and again and reads nothing, until the server takes no more or the
   * limit is reached.
   *
   * @return bytes that it took
   */
  public long flood(String text, long limit) throws IOException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    AtomicLong taken = new AtomicLong();
    Thread sender =
        new Thread(
            () -> {
              try {
                while (taken.get() < limit) {
                  socket.getOutputStream().write(bytes);
                  taken.addAndGet(bytes.length);
                }
              } catch (IOException cutOff) {
                // Which ends it too.
              }
            });
    sender.start();
    long before = -1;
    while (sender.isAlive() && taken.get() != before) {
      before = taken.get();
      try {
        sender.join(STALLED_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return taken.get();
  }

  /** Says that nothing more will be sent. */
  public RawConnection halfClose() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Reads until that text came or the server closed. */
  public String readUntil(String text) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    while (!read.toString(ISO_8859_1).contains(text)) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      read.write(next);
    }
    return read.toString(ISO_8859_1);
  }

  /**
   * Reads at least so many bytes, or until the server closes.
   *
   * @return how many came
   */
  public long readBytes(long count) throws IOException {
    byte[] some = new byte[65_536];
    long read = 0;
    while (read < count) {
      int more = socket.getInputStream().read(some);
      if (more < 0) {
        break;
      }
      read += more;
    }
    return read;
  }

  /** Waits until the server closes or resets; fails when it does neither for long. */
  public void readToEnd() throws IOException {
    try {
      socket.getInputStream().readAllBytes();
    } catch (SocketException reset) {
      // Bytes that it had not read were thrown away.
    }
  }

  /** Reads until the server closes. */
  public String readAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
