package ai.altertable.mcp.transport;

import ai.altertable.mcp.protocol.ClientCapabilities;
import ai.altertable.mcp.protocol.ProtocolVersion;
import ai.altertable.mcp.protocol.ServerDescription;
import ai.altertable.mcp.protocol.legacy.Handshake;
import ai.altertable.mcp.transport.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Which methods each era has. */
final class Methods {
  private static final Future<Buffer> EMPTY = Future.succeededFuture(Buffer.buffer("{}"));

  private final ServerDescription server;
  private final Sessions sessions;
  private final Future<Buffer> discovery;

  Methods(ServerDescription server, Sessions sessions) {
    this.server = server;
    this.sessions = sessions;
    this.discovery = Future.succeededFuture(server.discovery().toBuffer());
  }

  Dispatcher dispatcher(ToolLists toolLists, ToolCalls toolCalls) {
    return new Dispatcher(
        Map.of(
            "server/discover", exchange -> discovery,
            "tools/list", toolLists,
            "tools/call", toolCalls),
        Map.of(
            "initialize",
            this::initialize,
            "ping",
            exchange -> EMPTY,
            "tools/list",
            toolLists,
            "tools/call",
            toolCalls));
  }

  private Future<Buffer> initialize(Exchange exchange) {
    JsonObject params = exchange.request().params();
    ProtocolVersion version = Handshake.negotiate(params);
    ClientCapabilities capabilities = ClientCapabilities.of(Handshake.capabilities(params));
    exchange.reply().header(EraSelector.SESSION, sessions.issue(version, capabilities));
    return Future.succeededFuture(Handshake.result(version, server).toBuffer());
  }
}
