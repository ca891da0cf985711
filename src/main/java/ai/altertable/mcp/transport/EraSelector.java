package ai.altertable.mcp.transport;

import ai.altertable.mcp.protocol.ClientCapabilities;
import ai.altertable.mcp.protocol.ErrorCode;
import ai.altertable.mcp.protocol.LogLevel;
import ai.altertable.mcp.protocol.Message;
import ai.altertable.mcp.protocol.Meta;
import ai.altertable.mcp.protocol.ProtocolVersion;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.transport.session.Session;
import ai.altertable.mcp.transport.session.Sessions;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Tells which wire a message speaks: the stateless one names its revision in {@code _meta} and
 * mirrors it in a header, everything else is of the handshake era.
 */
final class EraSelector {
  static final CharSequence VERSION = HttpHeaders.createOptimized("MCP-Protocol-Version");
  static final CharSequence SESSION = HttpHeaders.createOptimized("Mcp-Session-Id");

  private static final JsonObject NO_PARAMS = new JsonObject();

  private final Sessions sessions;

  EraSelector(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * The era of a request.
   *
   * @throws Rejection when headers and body disagree, or name no live session or served revision
   */
  Era of(Message.Request request, MultiMap headers) {
    String header = version(headers);
    if (modern(header, request.params())) {
      return modernEra(header, request.method(), request.params(), headers);
    }
    if (request.method().equals("initialize")) {
      return new Era.Legacy(Session.unestablished(ProtocolVersion.ASSUMED));
    }
    // Pings are allowed before the handshake (revision 2025-11-25, lifecycle).
    if (request.method().equals("ping") && !headers.contains(SESSION)) {
      return new Era.Legacy(Session.unestablished(revision(header, ProtocolVersion.ASSUMED)));
    }
    return new Era.Legacy(session(headers));
  }

  /** The era of a notification; throws like that of a request. */
  Era of(Message.Notification notification, MultiMap headers) {
    String header = version(headers);
    return modern(header, notification.params())
        ? modernEra(header, notification.method(), notification.params(), headers)
        : new Era.Legacy(session(headers));
  }

  /** Whether headers alone say that it is stateless. */
  boolean modernHeader(MultiMap headers) {
    return modern(version(headers), NO_PARAMS);
  }

  /**
   * The live session that a request of the handshake era names.
   *
   * @throws Rejection 400 without a session id or with a revision that is not served; 404 when the
   *     session is unknown or ended, upon which clients start a new one
   */
  Session session(MultiMap headers) {
    String header = version(headers);
    revision(header, null);
    String id = headers.get(SESSION);
    if (id == null) {
      throw Rejection.badRequest(
          "Mcp-Session-Id is missing: send initialize first, or speak "
              + ProtocolVersion.modernNames());
    }
    return sessions.find(id.trim()).orElseThrow(EraSelector::unknownSession);
  }

  /** Upon which clients start a new one. */
  static Rejection unknownSession() {
    return Rejection.http(404, "the session is unknown, expired or ended; initialize again");
  }

  private static String version(MultiMap headers) {
    String header = headers.get(VERSION);
    return header == null ? null : header.trim();
  }

  private static boolean modern(String header, JsonObject params) {
    return Meta.of(params).containsKey(Meta.PROTOCOL_VERSION)
        || ProtocolVersion.parse(header).filter(ProtocolVersion::modern).isPresent();
  }

  private static Era.Modern modernEra(
      String header, String method, JsonObject params, MultiMap headers) {
    JsonObject meta = Meta.of(params);
    Object named = meta.getValue(Meta.PROTOCOL_VERSION);
    if (!(named instanceof String version)) {
      throw Rejection.badRequest(
          RpcError.invalidParams("_meta must name " + Meta.PROTOCOL_VERSION + ", a string"));
    }
    if (!version.equals(header) || headers.getAll(VERSION).size() > 1) {
      throw Rejection.headerMismatch(
          "the header MCP-Protocol-Version is "
              + (header == null ? "missing" : "different from _meta, or came more than once"));
    }
    Optional<ProtocolVersion> served =
        ProtocolVersion.parse(version).filter(ProtocolVersion::modern);
    if (served.isEmpty()) {
      throw Rejection.badRequest(unsupported(version));
    }
    if (!(meta.getValue(Meta.CLIENT_CAPABILITIES) instanceof JsonObject capabilities)) {
      throw Rejection.badRequest(
          RpcError.invalidParams("_meta must hold " + Meta.CLIENT_CAPABILITIES + ", an object"));
    }
    MirroredHeaders.check(method, params, headers);
    return new Era.Modern(
        served.get(), ClientCapabilities.of(capabilities), logLevel(meta.getValue(Meta.LOG_LEVEL)));
  }

  private static LogLevel logLevel(Object asked) {
    return asked == null ? null : LogLevel.parse(asked);
  }

  private static RpcError unsupported(String requested) {
    return new RpcError(
        ErrorCode.UNSUPPORTED_PROTOCOL_VERSION,
        "this protocol version is not supported",
        new JsonObject()
            .put("supported", new JsonArray(ProtocolVersion.modernNames()))
            .put("requested", requested));
  }

  private static ProtocolVersion revision(String header, ProtocolVersion fallback) {
    if (header == null) {
      return fallback;
    }
    return ProtocolVersion.parse(header)
        .filter(version -> !version.modern())
        .orElseThrow(
            () ->
                Rejection.badRequest(
                    "MCP-Protocol-Version is none of " + ProtocolVersion.legacyNames()));
  }
}
