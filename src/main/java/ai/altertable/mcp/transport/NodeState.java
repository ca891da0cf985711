package ai.altertable.mcp.transport;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import ai.altertable.mcp.bus.ToolNodes;
import ai.altertable.mcp.config.LimitsConfig;
import ai.altertable.mcp.platform.tracing.Tracing;
import ai.altertable.mcp.transport.replay.EventLogs;
import ai.altertable.mcp.transport.session.Session;
import ai.altertable.mcp.transport.session.SessionRegistry;
import ai.altertable.mcp.transport.session.WatchRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What all endpoint verticles of a node share. Thread-safe. */
public final class NodeState {
  private final SessionRegistry sessions;
  private final WatchRegistry watches;
  private final ToolNodes tools;
  private final Tracing tracing;

  /** A twentieth for one grant. */
  private final Budget<UUID> streams;

  /** Half of them for one address: networks and proxies that are not named may stand behind it. */
  private final Budget<String> connections;

  private final EventLogs logs;
  private final SessionNotes notes = new SessionNotes();
  private final Map<String, EventStream> standing = new ConcurrentHashMap<>();

  /**
   * @param tools who runs tools, serves content and keeps tasks
   */
  public NodeState(
      SessionRegistry sessions, WatchRegistry watches, ToolNodes tools, LimitsConfig limits) {
    this(sessions, watches, tools, limits, Tracing.OFF);
  }

  /**
   * @param tools who runs tools, serves content and keeps tasks
   * @param tracing sees every request
   */
  public NodeState(
      SessionRegistry sessions,
      WatchRegistry watches,
      ToolNodes tools,
      LimitsConfig limits,
      Tracing tracing) {
    this.tracing = requireNonNull(tracing, "tracing is null");
    this.sessions = requireNonNull(sessions, "sessions is null");
    this.watches = requireNonNull(watches, "watches is null");
    this.tools = requireNonNull(tools, "tools is null");
    this.streams = new Budget<>(limits.streams().open(), 20);
    this.connections = new Budget<>(limits.connections(), 2);
    this.logs =
        new EventLogs(
            limits.streams().replayBytes(),
            limits.streams().replay().toMillis(),
            () -> NANOSECONDS.toMillis(System.nanoTime()));
  }

  /** Shows how many streams and connections are open. */
  public void measure(MeterRegistry registry) {
    Gauge.builder("altertable.streams.open", streams, Budget::taken)
        .description("Event streams that stand, of clients that listen")
        .register(registry);
    Gauge.builder("altertable.mcp.connections", connections, Budget::taken)
        .description("Open connections to the endpoint, of limits.connections")
        .register(registry);
  }

  SessionRegistry sessions() {
    return sessions;
  }

  WatchRegistry watches() {
    return watches;
  }

  ToolNodes tools() {
    return tools;
  }

  Tracing tracing() {
    return tracing;
  }

  Budget<UUID> streams() {
    return streams;
  }

  Budget<String> connections() {
    return connections;
  }

  EventLogs logs() {
    return logs;
  }

  SessionNotes notes() {
    return notes;
  }

  /**
   * Makes a stream the session's one: a message goes to one stream of a session only, and a client
   * that opens another has lost the first.
   */
  void stand(Session session, EventStream stream) {
    standing.put(session.key(), stream);
  }

  boolean stands(Session session, EventStream stream) {
    return standing.get(session.key()) == stream;
  }

  void leave(Session session, EventStream stream) {
    standing.remove(session.key(), stream);
  }
}
