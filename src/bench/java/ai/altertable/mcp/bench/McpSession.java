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

/**
 * One client's session of the handshake era (MCP 2025-11-25): what it has to send with every
 * request.
 *
 * @param endpoint where requests go
 * @param headers of every request
 */
record McpSession(URI endpoint, Map<String, String> headers) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String VERSION = "2025-11-25";

  /** Shakes hands with a token. */
  static McpSession open(URI endpoint, String token) throws IOException, InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Authorization", "Bearer " + token);
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json, text/event-stream");
    McpSession session = new McpSession(endpoint, headers);
    HttpResponse<String> answer = session.post(initialize());
    answer
        .headers()
        .firstValue("Mcp-Session-Id")
        .ifPresent(id -> headers.put("Mcp-Session-Id", id));
    headers.put("MCP-Protocol-Version", VERSION);
    session.post(new JsonObject().put("jsonrpc", "2.0").put("method", "notifications/initialized"));
    return session;
  }

  /** Sends a request once and returns its result. */
  JsonObject result(JsonObject message) throws IOException, InterruptedException {
    JsonObject answer = new JsonObject(answer(message));
    JsonObject result = answer.getJsonObject("result");
    if (result == null || result.getBoolean("isError", false)) {
      throw new IOException(message + " was answered by " + answer);
    }
    return result;
  }

  /** The JSON text that answers a request. */
  String answer(JsonObject message) throws IOException, InterruptedException {
    return post(message).body();
  }

  private HttpResponse<String> post(JsonObject message) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint).POST(BodyPublishers.ofString(message.encode()));
    headers.forEach(request::header);
    HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          message + " was answered by " + response.statusCode() + " " + response.body());
    }
    return response;
  }

  private static JsonObject initialize() {
    JsonObject client = new JsonObject().put("name", "benchmark").put("version", "1");
    JsonObject parameters =
        new JsonObject()
            .put("protocolVersion", VERSION)
            .put("capabilities", new JsonObject())
            .put("clientInfo", client);
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("id", 0)
        .put("method", "initialize")
        .put("params", parameters);
  }
}
