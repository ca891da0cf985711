package ai.altertable.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A plain HTTP client that speaks both eras, and breaks their rules when told to. */
final class Client {
  static final String MODERN = "2026-07-28";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final HttpClient http;
  private final String origin;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String path = "/v1";

  Client(String origin) {
    this(HTTP, origin);
  }

  /**
   * @param http sends the requests
   */
  Client(HttpClient http, String origin) {
    this.http = http;
    this.origin = origin;
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json, text/event-stream");
  }

  Client path(String changed) {
    path = changed;
    return this;
  }

  Client token(String token) {
    return header("Authorization", "Bearer " + token);
  }

  /** Sets a header; null removes it. */
  Client header(String name, String value) {
    headers.remove(name);
    if (value != null) {
      headers.put(name, value);
    }
    return this;
  }

  /** Carries the session of another client from now on. */
  Client like(Client other) {
    header("Mcp-Session-Id", other.headers.get("Mcp-Session-Id"));
    return header("MCP-Protocol-Version", other.headers.get("MCP-Protocol-Version"));
  }

  /** Shakes hands and carries the session from now on. */
  Client initialize(String version) {
    return initialize(version, new JsonObject());
  }

  Client initialize(String version, JsonObject capabilities) {
    Answer answer =
        post(
            request(
                1,
                "initialize",
                new JsonObject()
                    .put("protocolVersion", version)
                    .put("capabilities", capabilities)
                    .put("clientInfo", new JsonObject().put("name", "test").put("version", "1"))));
    header("Mcp-Session-Id", answer.header("Mcp-Session-Id"));
    return header("MCP-Protocol-Version", answer.result().getString("protocolVersion"));
  }

  String sessionId() {
    return headers.get("Mcp-Session-Id");
  }

  Answer post(JsonObject message) {
    return post(message.encode());
  }

  Answer post(String body) {
    return send("POST", body);
  }

  /** A stateless request with all its headers. */
  Answer modern(Object id, String method, JsonObject params) {
    modernHeaders(method, params);
    return post(modernRequest(id, method, params));
  }

  Client modernHeaders(String method, JsonObject params) {
    header("MCP-Protocol-Version", MODERN);
    header("Mcp-Method", method);
    String name = params.getString("name", params.getString("uri"));
    return header("Mcp-Name", name);
  }

  Answer send(String method, String body) {
    try {
      HttpResponse<String> response = http.send(httpRequest(method, body), BodyHandlers.ofString());
      Answer answer = new Answer(response.statusCode(), response.headers().map(), response.body());
      answer.assertRefusedInJson();
      return answer;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Opens a response without reading it; to be closed by the caller. */
  HttpResponse<InputStream> open(String method, String body) {
    try {
      return http.send(httpRequest(method, body), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<HttpResponse<String>> later(JsonObject message) {
    return later(message.encode());
  }

  CompletableFuture<HttpResponse<String>> later(String body) {
    return http.sendAsync(httpRequest("POST", body), BodyHandlers.ofString());
  }

  private HttpRequest httpRequest(String method, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + path))
            .timeout(Duration.ofSeconds(50))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return request.build();
  }

  static JsonObject request(Object id, String method, JsonObject params) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("id", id)
        .put("method", method)
        .put("params", params);
  }

  static JsonObject notification(String method, JsonObject params) {
    return new JsonObject().put("jsonrpc", "2.0").put("method", method).put("params", params);
  }

  static JsonObject modernRequest(Object id, String method, JsonObject params) {
    return request(id, method, params.copy().put("_meta", modernMeta(params)));
  }

  private static JsonObject modernMeta(JsonObject params) {
    return params
        .getJsonObject("_meta", new JsonObject())
        .copy()
        .put("io.modelcontextprotocol/protocolVersion", MODERN)
        .put("io.modelcontextprotocol/clientCapabilities", new JsonObject());
  }

  static JsonObject call(String tool, JsonObject arguments) {
    return new JsonObject().put("name", tool).put("arguments", arguments);
  }

  /** A whole response. */
  record Answer(int status, Map<String, List<String>> headers, String body) {
    String header(String name) {
      List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
      return values == null ? null : values.get(0);
    }

    JsonObject json() {
      return new JsonObject(body);
    }

    /**
     * Whoever is refused, for whatever it is, can read why: clients die of an empty body, and of
     * HTML.
     */
    private void assertRefusedInJson() {
      if (status < 400) {
        return;
      }
      assertThat(header("Content-Type")).as(body).isEqualTo("application/json");
      assertThat(json().getString("jsonrpc")).as(body).isEqualTo("2.0");
      assertThat(json().containsKey("id")).as(body).isTrue();
      assertThat(error().getInteger("code")).as(body).isNotZero();
      assertThat(error().getString("message")).as(body).isNotBlank();
    }

    JsonObject result() {
      return json().getJsonObject("result");
    }

    JsonObject error() {
      return json().getJsonObject("error");
    }

    JsonArray array() {
      return new JsonArray(body);
    }

    /** The messages of an event stream. */
    List<JsonObject> events() {
      List<JsonObject> events = new ArrayList<>();
      for (String line : body.split("\n", -1)) {
        if (line.startsWith("data: ") && line.length() > 6) {
          events.add(new JsonObject(line.substring(6)));
        }
      }
      return events;
    }
  }
}
