package ai.altertable.mcp.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one client has to send with every request, in the era it speaks. */
final class McpSession {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String DATA = "data: ";
  private static final String META = "io.modelcontextprotocol/";
  private static final JsonObject CLIENT =
      new JsonObject().put("name", "benchmark").put("version", "1");

  private final Era era;
  private final String token;
  private final Map<String, String> headers = new LinkedHashMap<>();

  /** The two wires of MCP. */
  enum Era {
    /** A handshake, then a session. */
    HANDSHAKE("2025-11-25"),
    /** Every request stands alone and says all in {@code _meta} and in headers. */
    STATELESS("2026-07-28");

    private final String version;

    Era(String version) {
      this.version = version;
    }

    String version() {
      return version;
    }
  }

  private McpSession(Era era, String token) {
    this.era = era;
    this.token = token;
    headers.put("Authorization", "Bearer " + token);
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json, text/event-stream");
  }

  /** Shakes hands where the era has that. */
  static McpSession open(URI endpoint, Era era, String token)
      throws IOException, InterruptedException {
    McpSession session = new McpSession(era, token);
    if (era == Era.HANDSHAKE) {
      JsonObject parameters =
          new JsonObject()
              .put("protocolVersion", era.version())
              .put("capabilities", new JsonObject())
              .put("clientInfo", CLIENT);
      HttpResponse<String> answer =
          session.post(endpoint, notice("initialize").put("id", 0).put("params", parameters));
      String id = answer.headers().firstValue("Mcp-Session-Id").orElseThrow();
      session.headers.put("Mcp-Session-Id", id);
    }
    session.headers.put("MCP-Protocol-Version", era.version());
    if (era == Era.HANDSHAKE) {
      session.post(endpoint, notice("notifications/initialized"));
    }
    return session;
  }

  /** What every request carries. */
  Map<String, String> headers() {
    return Map.copyOf(headers);
  }

  String token() {
    return token;
  }

  /** A message as it goes over the wire. */
  Load.Request request(JsonObject message) {
    if (era == Era.HANDSHAKE) {
      return new Load.Request(headers, message.encode());
    }
    JsonObject parameters = message.getJsonObject("params", new JsonObject()).copy();
    Map<String, String> mirrored = new LinkedHashMap<>(headers);
    mirrored.put("Mcp-Method", message.getString("method"));
    if (parameters.containsKey("name")) {
      mirrored.put("Mcp-Name", parameters.getString("name"));
    }
    parameters.put(
        "_meta",
        parameters
            .getJsonObject("_meta", new JsonObject())
            .copy()
            .put(META + "protocolVersion", era.version())
            .put(META + "clientInfo", CLIENT)
            .put(META + "clientCapabilities", new JsonObject()));
    return new Load.Request(mirrored, message.copy().put("params", parameters).encode());
  }

  /** Sends a request once and returns the answer, which must be a result and no tool error. */
  JsonObject answer(URI endpoint, JsonObject message) throws IOException, InterruptedException {
    JsonObject answer = message(post(endpoint, message).body());
    JsonObject result = answer.getJsonObject("result");
    if (result == null || result.getBoolean("isError", false)) {
      throw new IOException(message + " was answered by " + answer);
    }
    return answer;
  }

  /**
   * The message that answers a request. What takes long is answered by a stream, whose last event
   * it is.
   *
   * @throws io.vertx.core.json.DecodeException when the stream ended before it
   */
  static JsonObject message(String body) {
    return new JsonObject(
        body.startsWith("{") ? body : body.substring(body.lastIndexOf(DATA) + DATA.length()));
  }

  private HttpResponse<String> post(URI endpoint, JsonObject message)
      throws IOException, InterruptedException {
    Load.Request ready = request(message);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint).POST(BodyPublishers.ofString(ready.body()));
    ready.headers().forEach(request::header);
    HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          message + " was answered by " + response.statusCode() + " " + response.body());
    }
    return response;
  }

  private static JsonObject notice(String method) {
    return new JsonObject().put("jsonrpc", "2.0").put("method", method);
  }
}
