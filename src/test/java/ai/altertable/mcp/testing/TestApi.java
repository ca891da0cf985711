package ai.altertable.mcp.testing;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.client.ServiceAccounts;
import ai.altertable.mcp.oauth.client.ServiceAccounts.Credentials;
import ai.altertable.mcp.testing.TestClient.Answer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A client of the administration API, with a service account of its own. */
public final class TestApi {
  private final TestApp app;
  private final TestClient http;
  private final String token;
  private final Optional<String> name;
  private final ApiContract contract;

  private TestApi(TestApp app, String token) {
    this(
        app,
        token,
        Optional.empty(),
        new ApiContract(new TestClient(app, "").get("/api/v1/openapi.json").json()));
  }

  private TestApi(TestApp app, String token, Optional<String> name, ApiContract contract) {
    this.app = app;
    this.http = new TestClient(app, "");
    this.token = token;
    this.name = name;
    this.contract = contract;
  }

  /** An administrator of the organization of that environment. */
  public static TestApi admin(TestApp app, String organization, String environment) {
    return new TestApi(app, token(app, organization, environment, true, "admin"));
  }

  /** The same with any token, to be refused. */
  public static TestApi with(TestApp app, String token) {
    return new TestApi(app, token);
  }

  /** A token of a new service account for the API. */
  public static String token(
      TestApp app, String organization, String environment, boolean admin, String scope) {
    Credentials made =
        Await.get(
            new ServiceAccounts(app.database(), app.audit())
                .create(
                    organization,
                    environment,
                    new ServiceAccounts.Wanted(
                        "robot", Set.of(Scope.READ), admin, Optional.empty())));
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", made.clientId());
    form.put("client_secret", made.clientSecret().orElseThrow());
    form.put("scope", scope);
    form.put("resource", app.config().app().apiResource());
    Answer answer = new TestClient(app, "").post("/oauth/token", form);
    if (answer.status() != 200) {
      throw new AssertionError(answer.json().encode());
    }
    return answer.json().getString("access_token");
  }

  /** The same, with a name for its requests ({@code Idempotency-Key}). */
  public TestApi named(String key) {
    return new TestApi(app, token, Optional.of(key), contract);
  }

  public Answer get(String path) {
    return call("GET", path, null);
  }

  public Answer delete(String path) {
    return call("DELETE", path, null);
  }

  public Answer post(String path, JsonObject body) {
    return call("POST", path, body);
  }

  /**
   * Any request. Fails when the answer is not as the contract promises.
   *
   * @param path below the API
   * @param body or null for none
   */
  public Answer call(String method, String path, JsonObject body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(app.issuer() + "/api/v1" + path))
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()))
            .header("Content-Type", "application/json");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    name.ifPresent(key -> request.header("Idempotency-Key", key));
    Answer answer = http.send(request.build());
    contract.check(method, path, answer.response());
    return answer;
  }
}
