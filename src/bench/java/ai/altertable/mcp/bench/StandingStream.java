package ai.altertable.mcp.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A stream that a client holds open, on a bare socket: thousands cost this process little. */
final class StandingStream implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  private final Socket socket;

  private StandingStream(Socket socket) {
    this.socket = socket;
  }

  /** Opens the stream of a session by GET. */
  static StandingStream open(URI endpoint, Map<String, String> headers) throws IOException {
    return open(endpoint, "GET", headers, "");
  }

  /** Opens the stream that answers a request by POST. */
  static StandingStream open(URI endpoint, Load.Request request) throws IOException {
    return open(endpoint, "POST", request.headers(), request.body());
  }

  /** Opens one, and reads the head of its answer. */
  private static StandingStream open(
      URI endpoint, String method, Map<String, String> headers, String body) throws IOException {
    Socket socket = new Socket(endpoint.getHost(), endpoint.getPort());
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
      StringBuilder head =
          new StringBuilder(method + " " + endpoint.getPath() + " HTTP/1.1\r\nHost: ")
              .append(endpoint.getAuthority())
              .append("\r\nContent-Length: ")
              .append(body.length())
              .append("\r\n");
      headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
      socket
          .getOutputStream()
          .write(head.append("\r\n" + body).toString().getBytes(StandardCharsets.ISO_8859_1));
      String answer = head(socket.getInputStream());
      if (!answer.startsWith("HTTP/1.1 200")) {
        throw new IOException("no stream: " + answer);
      }
      return new StandingStream(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the server hung up: " + read);
      }
      read.append((char) next);
    }
    return read.toString();
  }

  /** Whether the server ends it within that time: hangs up, or sends the chunk that is the last. */
  boolean endsWithin(Duration time) throws IOException {
    long deadline = System.nanoTime() + time.toNanos();
    StringBuilder end = new StringBuilder("\r\n");
    try {
      while (System.nanoTime() < deadline) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        socket.setSoTimeout(Math.max(1, Math.toIntExact(left)));
        int next = socket.getInputStream().read();
        end.append((char) next).delete(0, Math.max(0, end.length() - LAST_CHUNK.length()));
        if (next < 0 || end.indexOf(LAST_CHUNK) == 0) {
          return true;
        }
      }
      return false;
    } catch (SocketTimeoutException late) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
