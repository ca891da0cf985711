package ai.altertable.mcp.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures what idle sessions and open streams, those of sessions and those of stateless listeners,
 * cost the product's heap. Run by {@code mvn -Pbench verify -Dbench.memory=true}, on all cores: it
 * is no matter of speed.
 */
final class MemoryBoard {
  private static final int SESSIONS = 10_000;
  private static final int STREAMS = 5_000;
  private static final int WARM_UP = 200;
  private static final long SESSION_MARK = 1_000;
  private static final long STREAM_MARK = 9_000;

  /** What each process needs besides streams. */
  private static final int OTHER_FILES = 500;

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final long STEADY_BYTES = 100_000;
  private static final int MOST_PAUSES = 15;

  /** A chart draws with what is loaded some time after the start otherwise: megabytes. */
  private static final JsonObject CHART =
      message("tools/call")
          .put(
              "params",
              new JsonObject()
                  .put("name", "render_insight")
                  .put("arguments", new JsonObject().put("slug", "INS-1")));

  private static final JsonObject LISTEN =
      message("subscriptions/listen")
          .put(
              "params",
              new JsonObject()
                  .put("notifications", new JsonObject().put("resourcesListChanged", true)));

  private final Product product;
  private final int tokens;

  /**
   * @param tokens different access tokens, each with its share of the node's streams
   */
  MemoryBoard(Path folder, int tokens) {
    this.product = new Product(folder.resolve("product"));
    this.tokens = tokens;
  }

  /** Prints what was measured; returns whether the marks are met. */
  boolean run() throws IOException, InterruptedException {
    int streams = Math.min(STREAMS, filesAllowed() - OTHER_FILES);
    if (streams < WARM_UP) {
      throw new IOException("a process may open too few files to measure streams (ulimit -n)");
    }
    try (Server server = product.start(-1)) {
      List<String> access = new ArrayList<>();
      for (int i = 0; i < tokens; i++) {
        access.add(new OAuthLogin(product.endpoint()).accessToken(Product.EMAIL, Product.PASSWORD));
      }
      // What the first of all load and build belongs to no single one.
      List<McpSession> first = sessions(McpSession.Era.HANDSHAKE, access, WARM_UP);
      first.get(0).answer(product.endpoint(), CHART);
      close(standing(first));
      close(listening(access, WARM_UP));

      long idle = steady(server);
      List<McpSession> sessions = sessions(McpSession.Era.HANDSHAKE, access, SESSIONS);
      long withSessions = server.liveHeapBytes();
      List<StandingStream> standing = standing(sessions.subList(0, streams));
      long withStanding = server.liveHeapBytes();
      close(standing);
      long before = steady(server);
      List<StandingStream> listening = listening(access, streams);
      long withListening = server.liveHeapBytes();
      close(listening);

      boolean met = report("session just used", withSessions - idle, SESSIONS, SESSION_MARK);
      met &= report("stream of a session", withStanding - withSessions, streams, STREAM_MARK);
      return met & report("stream that listens", withListening - before, streams, STREAM_MARK);
    }
  }

  private static int filesAllowed() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? (int) Math.min(Integer.MAX_VALUE, system.getMaxFileDescriptorCount())
        : Integer.MAX_VALUE;
  }

  /** The heap once nothing is on its way any more. */
  private static long steady(Server server) throws IOException, InterruptedException {
    long bytes = server.liveHeapBytes();
    for (int pause = 0; pause < MOST_PAUSES; pause++) {
      long before = bytes;
      server.runFor(PAUSE);
      bytes = server.liveHeapBytes();
      if (Math.abs(bytes - before) < STEADY_BYTES) {
        break;
      }
    }
    return bytes;
  }

  private List<McpSession> sessions(McpSession.Era era, List<String> access, int count)
      throws IOException, InterruptedException {
    List<McpSession> sessions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sessions.add(McpSession.open(product.endpoint(), era, access.get(i % access.size())));
    }
    return sessions;
  }

  private List<StandingStream> standing(List<McpSession> sessions) throws IOException {
    List<StandingStream> streams = new ArrayList<>(sessions.size());
    for (McpSession session : sessions) {
      streams.add(StandingStream.open(product.endpoint(), session.headers()));
    }
    return streams;
  }

  private List<StandingStream> listening(List<String> access, int count)
      throws IOException, InterruptedException {
    List<StandingStream> streams = new ArrayList<>(count);
    for (McpSession client : sessions(McpSession.Era.STATELESS, access, count)) {
      JsonObject listen = LISTEN.copy().put("id", streams.size());
      streams.add(StandingStream.open(product.endpoint(), client.request(listen)));
    }
    return streams;
  }

  private static void close(List<StandingStream> streams) throws IOException {
    for (StandingStream stream : streams) {
      stream.close();
    }
  }

  private static JsonObject message(String method) {
    return new JsonObject().put("jsonrpc", "2.0").put("id", 1).put("method", method);
  }

  private static boolean report(String what, long bytes, int count, long mark) {
    long each = Math.max(0, bytes) / count;
    boolean met = each < mark;
    System.out.printf(
        Locale.ROOT,
        "%,d of them: %,d bytes of heap for each %s, mark < %,d %s%n",
        count,
        each,
        what,
        mark,
        met ? "met" : "missed");
    return met;
  }
}
