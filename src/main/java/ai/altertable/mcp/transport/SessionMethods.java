package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.protocol.ClientCapabilities;
import ai.altertable.mcp.protocol.LogLevel;
import ai.altertable.mcp.protocol.ProtocolVersion;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.protocol.RpcException;
import ai.altertable.mcp.protocol.ServerDescription;
import ai.altertable.mcp.protocol.legacy.Handshake;
import ai.altertable.mcp.transport.session.Session;
import ai.altertable.mcp.transport.session.Sessions;
import ai.altertable.mcp.transport.session.WatchRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** The methods that only the handshake era has. */
final class SessionMethods {
  /** Each is at most 4 bytes in UTF-8: more than can be stored. */
  private static final int MAX_URI = 1_000;

  private static final Buffer EMPTY_RESULT = Buffer.buffer("{}");
  private static final Future<Buffer> EMPTY = Future.succeededFuture(EMPTY_RESULT);

  private final ServerDescription server;
  private final Sessions sessions;
  private final SessionNotes notes;
  private final WatchRegistry watches;

  SessionMethods(
      ServerDescription server, Sessions sessions, SessionNotes notes, WatchRegistry watches) {
    this.server = server;
    this.sessions = sessions;
    this.notes = notes;
    this.watches = watches;
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
    exchange
        .reply()
        .header(
            EraSelector.SESSION,
            sessions.issue(version, capabilities, subject(exchange.visit().caller())));
    return Future.succeededFuture(Handshake.result(version, server).toBuffer());
  }

  private Future<Buffer> setLevel(Exchange exchange) {
    Object level = exchange.request().params().getValue("level");
    notes.logLevel(session(exchange), LogLevel.parse(level));
    return EMPTY;
  }

  private Future<Buffer> subscribe(Exchange exchange) {
    exchange.visit().require(Scope.READ);
    return watches
        .watch(session(exchange), uri(exchange))
        .map(
            watched -> {
              if (!watched) {
                throw new RpcException(
                    RpcError.invalidRequest(
                        "the session watches too many resources; unsubscribe some"));
              }
              return EMPTY_RESULT;
            });
  }

  private Future<Buffer> unsubscribe(Exchange exchange) {
    return watches.unwatch(session(exchange), uri(exchange)).map(EMPTY_RESULT);
  }

  private static String subject(Caller caller) {
    return caller == null ? null : caller.principal().subject();
  }

  private static Session session(Exchange exchange) {
    return ((Era.Legacy) exchange.era()).session();
  }

  private static String uri(Exchange exchange) {
    if (exchange.request().params().getValue("uri") instanceof String uri
        && !uri.isEmpty()
        && uri.length() <= MAX_URI
        && uri.indexOf('\0') < 0) {
      return uri;
    }
    throw new RpcException(RpcError.invalidParams("uri must be a string"));
  }
}
