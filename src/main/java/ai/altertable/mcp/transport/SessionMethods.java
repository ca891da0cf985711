package ai.altertable.mcp.transport;

import ai.altertable.mcp.protocol.ClientCapabilities;
import ai.altertable.mcp.protocol.LogLevel;
import ai.altertable.mcp.protocol.ProtocolVersion;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.protocol.RpcException;
import ai.altertable.mcp.protocol.ServerDescription;
import ai.altertable.mcp.protocol.legacy.Handshake;
import ai.altertable.mcp.transport.session.Session;
import ai.altertable.mcp.transport.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** The methods that only the handshake era has. */
final class SessionMethods {
  private static final int MAX_URI = 2_000;
  private static final Future<Buffer> EMPTY = Future.succeededFuture(Buffer.buffer("{}"));

  private final ServerDescription server;
  private final Sessions sessions;
  private final SessionNotes notes;

  SessionMethods(ServerDescription server, Sessions sessions, SessionNotes notes) {
    this.server = server;
    this.sessions = sessions;
    this.notes = notes;
  }

  /** The methods by name. */
  Map<String, MethodHandler> handlers() {
    Map<String, MethodHandler> handlers = new HashMap<>();
    handlers.put("initialize", this::initialize);
    handlers.put("ping", exchange -> EMPTY);
    handlers.put("logging/setLevel", this::setLevel);
    handlers.put("resources/subscribe", this::subscribe);
    handlers.put("resources/unsubscribe", this::unsubscribe);
    return handlers;
  }

  private Future<Buffer> initialize(Exchange exchange) {
    JsonObject params = exchange.request().params();
    ProtocolVersion version = Handshake.negotiate(params);
    ClientCapabilities capabilities = ClientCapabilities.of(Handshake.capabilities(params));
    exchange.reply().header(EraSelector.SESSION, sessions.issue(version, capabilities));
    return Future.succeededFuture(Handshake.result(version, server).toBuffer());
  }

  private Future<Buffer> setLevel(Exchange exchange) {
    Object level = exchange.request().params().getValue("level");
    notes.logLevel(session(exchange), LogLevel.parse(level));
    return EMPTY;
  }

  private Future<Buffer> subscribe(Exchange exchange) {
    if (!notes.subscribe(session(exchange), uri(exchange))) {
      throw new RpcException(
          RpcError.invalidRequest("the session watches too many resources; unsubscribe some"));
    }
    return EMPTY;
  }

  private Future<Buffer> unsubscribe(Exchange exchange) {
    notes.unsubscribe(session(exchange), uri(exchange));
    return EMPTY;
  }

  private static Session session(Exchange exchange) {
    return ((Era.Legacy) exchange.era()).session();
  }

  private static String uri(Exchange exchange) {
    if (exchange.request().params().getValue("uri") instanceof String uri
        && !uri.isEmpty()
        && uri.length() <= MAX_URI) {
      return uri;
    }
    throw new RpcException(RpcError.invalidParams("uri must be a string"));
  }
}
