package ai.altertable.mcp.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Gets an access token as a client with a user at its side gets one: discovery (RFC 9728, RFC
 * 8414), registration (RFC 7591), authorization code with PKCE (RFC 7636), sign-in and consent
 * through the pages.
 */
final class OAuthLogin {
  private static final String CALLBACK = "http://127.0.0.1:9/callback";
  private static final int REDIRECT_LIMIT = 10;
  private static final Pattern METADATA = Pattern.compile("resource_metadata=\"([^\"]+)\"");

  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .cookieHandler(new CookieManager())
          .build();
  private final URI endpoint;
  private final boolean write;
  private Agent agent;

  /**
   * What a client has after the flow.
   *
   * @param revocation where it gives its tokens back (RFC 7009)
   */
  record Login(String client, String accessToken, URI revocation) {}

  /** What is found out and registered once. */
  private record Agent(JsonObject server, String resource, String client) {}

  private record Page(URI url, String html) {}

  OAuthLogin(URI endpoint) {
    this(endpoint, false);
  }

  /**
   * @param write whether the user allows writing too
   */
  OAuthLogin(URI endpoint, boolean write) {
    this.endpoint = endpoint;
    this.write = write;
  }

  /**
   * Runs the whole flow: as a new client in a new browser the first time, afterwards as the same
   * client, whose user is signed in already and consents again.
   */
  String accessToken(String email, String password) throws IOException, InterruptedException {
    return login(email, password).accessToken();
  }

  /** The same, with what it takes to end it. */
  Login login(String email, String password) throws IOException, InterruptedException {
    if (agent == null) {
      agent = discover();
    }
    JsonObject server = agent.server();
    String client = agent.client();
    String verifier = random();
    URI authorize =
        URI.create(
            server.getString("authorization_endpoint")
                + "?"
                + form(
                    Map.of(
                        "response_type",
                        "code",
                        "client_id",
                        client,
                        "redirect_uri",
                        CALLBACK,
                        "scope",
                        write ? "read write" : "read",
                        "state",
                        random(),
                        "resource",
                        agent.resource(),
                        "code_challenge",
                        challenge(verifier),
                        "code_challenge_method",
                        "S256")));
    String code = signInAndConsent(authorize, email, password);
    JsonObject tokens =
        json(
            post(
                URI.create(server.getString("token_endpoint")),
                "application/x-www-form-urlencoded",
                form(
                    Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "client_id", client,
                        "redirect_uri", CALLBACK,
                        "code_verifier", verifier,
                        "resource", agent.resource()))));
    return new Login(
        client,
        tokens.getString("access_token"),
        URI.create(server.getString("revocation_endpoint")));
  }

  /** Gives an access token back, which ends its grant. */
  void revoke(Login login) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        post(
            login.revocation(),
            "application/x-www-form-urlencoded",
            form(Map.of("token", login.accessToken(), "client_id", login.client())));
    if (answer.statusCode() != 200) {
      throw new IOException("revocation was answered by " + answer.statusCode());
    }
  }

  private Agent discover() throws IOException, InterruptedException {
    JsonObject resource = json(get(protectedResourceMetadata()));
    JsonObject server =
        json(
            get(
                URI.create(
                    resource.getJsonArray("authorization_servers").getString(0)
                        + "/.well-known/oauth-authorization-server")));
    return new Agent(server, resource.getString("resource"), register(server));
  }

  private URI protectedResourceMetadata() throws IOException, InterruptedException {
    HttpResponse<String> refused =
        post(endpoint, "application/json", Operation.toolsList(1).encode());
    Matcher challenge =
        METADATA.matcher(refused.headers().firstValue("WWW-Authenticate").orElse(""));
    if (refused.statusCode() != 401 || !challenge.find()) {
      throw new IOException("expected a challenge, got " + refused.statusCode());
    }
    return URI.create(challenge.group(1));
  }

  private String register(JsonObject server) throws IOException, InterruptedException {
    JsonObject metadata =
        new JsonObject()
            .put("client_name", "Benchmark " + random().substring(0, 6))
            .put("redirect_uris", new JsonArray().add(CALLBACK))
            .put("grant_types", new JsonArray().add("authorization_code").add("refresh_token"))
            .put("response_types", new JsonArray().add("code"))
            .put("token_endpoint_auth_method", "none");
    return json(post(
            URI.create(server.getString("registration_endpoint")),
            "application/json",
            metadata.encode()))
        .getString("client_id");
  }

  private String signInAndConsent(URI authorize, String email, String password)
      throws IOException, InterruptedException {
    Page page = follow(get(authorize));
    if (page.url().getPath().equals("/login")) {
      HtmlForm signIn = HtmlForm.of(page.url(), page.html(), "Sign in");
      signIn.fill("email", email);
      signIn.fill("password", password);
      page = follow(submit(signIn));
    }
    HtmlForm consent = HtmlForm.of(page.url(), page.html(), "Authorize");
    if (write) {
      consent.set("write", "yes");
    }
    URI callback = follow(submit(consent)).url();
    Map<String, String> answer =
        Arrays.stream(callback.getRawQuery().split("&"))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    if (!answer.containsKey("code")) {
      throw new IOException("no code: " + answer);
    }
    return answer.get("code");
  }

  /** Follows redirects to a page, or to the callback, which is not fetched. */
  private Page follow(HttpResponse<String> response) throws IOException, InterruptedException {
    HttpResponse<String> current = response;
    for (int hop = 0; hop < REDIRECT_LIMIT; hop++) {
      String location = current.headers().firstValue("Location").orElse(null);
      if (location == null) {
        return new Page(current.uri(), current.body());
      }
      URI next = current.uri().resolve(location);
      if (next.toString().startsWith(CALLBACK)) {
        return new Page(next, "");
      }
      current = get(next);
    }
    throw new IOException("too many redirects, last from " + current.uri());
  }

  private HttpResponse<String> submit(HtmlForm form) throws IOException, InterruptedException {
    return post(form.action(), "application/x-www-form-urlencoded", form.encoded());
  }

  private HttpResponse<String> get(URI url) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(URI url, String type, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", type)
            .header("Accept", "application/json, text/event-stream, text/html")
            .header("Origin", url.getScheme() + "://" + url.getAuthority())
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static JsonObject json(HttpResponse<String> response) throws IOException {
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          response.uri() + " answered " + response.statusCode() + ": " + response.body());
    }
    return new JsonObject(response.body());
  }

  private static String form(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value -> value.getKey() + "=" + HtmlForm.encode(value.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
