package ai.altertable.mcp.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** An OAuth client by hand, so that tests can do what no library would. */
public final class TestClient {
  /** RFC 7636 appendix B. */
  public static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  public static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  public static final String REDIRECT = "http://127.0.0.1:4321/callback";

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestApp app;
  private final String clientId;
  private final TestBrowser browser;

  /**
   * @param clientId registered
   */
  public TestClient(TestApp app, String clientId) {
    this.app = app;
    this.clientId = clientId;
    this.browser = new TestBrowser(app.issuer());
  }

  /** A status and a JSON body. */
  public record Answer(int status, JsonObject json, HttpResponse<String> response) {
    public String error() {
      return json.getString("error");
    }
  }

  /** Registers a public client that may refresh. */
  public static TestClient register(TestApp app, String name) {
    JsonObject metadata =
        new JsonObject()
            .put("client_name", name)
            .put("redirect_uris", new JsonArray().add(REDIRECT))
            .put("grant_types", new JsonArray().add("authorization_code").add("refresh_token"))
            .put("token_endpoint_auth_method", "none");
    Answer answer = new TestClient(app, "").postJson("/oauth/register", metadata.encode());
    if (answer.status() != 201) {
      throw new AssertionError(answer.json().encode());
    }
    return new TestClient(app, answer.json().getString("client_id"));
  }

  public String id() {
    return clientId;
  }

  /** Parameters of a good authorization request. */
  public Map<String, String> authorization() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("response_type", "code");
    parameters.put("client_id", clientId);
    parameters.put("redirect_uri", REDIRECT);
    parameters.put("code_challenge", CHALLENGE);
    parameters.put("code_challenge_method", "S256");
    parameters.put("state", "a state/with+signs");
    parameters.put("scope", "read write");
    parameters.put("resource", TestApp.RESOURCE);
    return parameters;
  }

  public String authorizeUrl(Map<String, String> parameters) {
    return "/oauth/authorize?" + TestBrowser.encode(parameters);
  }

  /** The consent page for a good request. */
  public TestBrowser.Page authorizePage() {
    return authorizePage(authorization());
  }

  /** The page that a request leads to, signed in. */
  public TestBrowser.Page authorizePage(Map<String, String> parameters) {
    return signedIn(browser, parameters);
  }

  /** The page that an address of the app leads to, signed in. */
  public TestBrowser.Page open(String url) {
    return signedIn(browser, browser.follow(browser.get(url)));
  }

  /** Submits the consent page. */
  public TestBrowser.Page submit(TestBrowser.Page page, Map<String, String> choice) {
    return browser.submit(page, "/consent", choice);
  }

  /** Submits the first form of a page that goes there. */
  public TestBrowser.Page submitTo(
      TestBrowser.Page page, String action, Map<String, String> changes) {
    return browser.submit(page, action, changes);
  }

  private static TestBrowser.Page signedIn(TestBrowser browser, TestBrowser.Page page) {
    return page.document().selectFirst("form[action=/login]") == null
        ? page
        : browser.follow(browser.signIn(page, "demo@altertable.local", TestApp.PASSWORD));
  }

  private TestBrowser.Page signedIn(TestBrowser browser, Map<String, String> parameters) {
    return signedIn(browser, browser.follow(browser.get(authorizeUrl(parameters))));
  }

  /** Signs the demo user in, the first time, and consents. */
  public TestBrowser.Page consent(String environment, boolean write) {
    return consent(browser, authorization(), environment, write);
  }

  /** The same in a browser of one's own; signs in only when asked. */
  public TestBrowser.Page consent(
      TestBrowser browser, Map<String, String> parameters, String environment, boolean write) {
    TestBrowser.Page page = signedIn(browser, parameters);
    Map<String, String> choice = new HashMap<>();
    choice.put("environment", environment);
    choice.put("decision", "authorize");
    if (write) {
      choice.put("write", "yes");
    }
    return browser.submit(page, "/consent", choice);
  }

  /** A fresh code. */
  public String code(String environment, boolean write) {
    return query(consent(environment, write).location()).get("code");
  }

  /** Parameters of a good code exchange. */
  public Map<String, String> exchange(String code) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", REDIRECT);
    form.put("client_id", clientId);
    form.put("code_verifier", VERIFIER);
    return form;
  }

  /** Access and refresh token of a new grant. */
  public JsonObject tokens(String environment, boolean write) {
    Answer answer = post("/oauth/token", exchange(code(environment, write)));
    if (answer.status() != 200) {
      throw new AssertionError(answer.json().encode());
    }
    return answer.json();
  }

  public Answer refresh(String refreshToken) {
    return post(
        "/oauth/token",
        Map.of(
            "grant_type", "refresh_token",
            "refresh_token", refreshToken,
            "client_id", clientId));
  }

  public Answer post(String path, Map<String, String> form, String... headers) {
    return postRaw(path, TestBrowser.encode(form), "application/x-www-form-urlencoded", headers);
  }

  public Answer postJson(String path, String json) {
    return postRaw(path, json, "application/json");
  }

  public Answer postRaw(String path, String body, String contentType, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(app.issuer() + path))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  public Answer get(String path) {
    return send(HttpRequest.newBuilder(URI.create(app.issuer() + path)).build());
  }

  public Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonObject json =
          response.body().startsWith("{") ? new JsonObject(response.body()) : new JsonObject();
      return new Answer(response.statusCode(), json, response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The query parameters of a URL. */
  public static Map<String, String> query(String url) {
    return Arrays.stream(url.substring(url.indexOf('?') + 1).split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
  }
}
