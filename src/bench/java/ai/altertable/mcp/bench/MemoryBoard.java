package ai.altertable.mcp.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures what idle sessions and open streams of the handshake era cost the product's heap. Run by
 * {@code mvn -Pbench verify -Dbench.memory=true}, on all cores: it is no matter of speed.
 */
final class MemoryBoard {
  private static final int SESSIONS = 10_000;
  private static final int STREAMS = 5_000;
  private static final int WARM_UP = 200;
  private static final long SESSION_MARK = 1_000;
  private static final long STREAM_MARK = 9_000;

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
    try (Server server = product.start(-1)) {
      List<String> access = new ArrayList<>();
      for (int i = 0; i < tokens; i++) {
        access.add(new OAuthLogin(product.endpoint()).accessToken(Product.EMAIL, Product.PASSWORD));
      }
      // What the first sessions and streams load and build belongs to no single one.
      close(open(sessions(access, WARM_UP)));

      long before = server.liveHeapBytes();
      List<McpSession> sessions = sessions(access, SESSIONS);
      long withSessions = server.liveHeapBytes();
      List<StandingStream> streams = open(sessions.subList(0, STREAMS));
      long withStreams = server.liveHeapBytes();
      close(streams);

      boolean small = report("idle session", withSessions - before, SESSIONS, SESSION_MARK);
      return report("open stream", withStreams - withSessions, STREAMS, STREAM_MARK) && small;
    }
  }

  private List<McpSession> sessions(List<String> access, int count)
      throws IOException, InterruptedException {
    List<McpSession> sessions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sessions.add(
          McpSession.open(
              product.endpoint(), McpSession.Era.HANDSHAKE, access.get(i % access.size())));
    }
    return sessions;
  }

  private List<StandingStream> open(List<McpSession> sessions) throws IOException {
    List<StandingStream> streams = new ArrayList<>(sessions.size());
    for (McpSession session : sessions) {
      streams.add(StandingStream.open(product.endpoint(), session.headers()));
    }
    return streams;
  }

  private static void close(List<StandingStream> streams) throws IOException {
    for (StandingStream stream : streams) {
      stream.close();
    }
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
