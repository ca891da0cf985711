package ai.altertable.mcp.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.oauth.policy.OAuthErrorCode;
import ai.altertable.mcp.testing.Fuzz;
import ai.altertable.mcp.testing.RawConnection;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever parameters an OAuth endpoint is sent, it answers with an error of its RFC or does what
 * it is for: never a fault of ours, never silence, and nothing of a stranger's text as markup.
 */
class OAuthSoupPropertyTest {
  /** Opens a tag, ends an attribute, and is found again whatever else is changed. */
  private static final String MARKUP = "<x9z'\">";

  private static final Set<String> ERRORS =
      Arrays.stream(OAuthErrorCode.values()).map(OAuthErrorCode::wire).collect(Collectors.toSet());

  private static final List<String> NAMES =
      List.of(
          "client_id",
          "client_secret",
          "redirect_uri",
          "response_type",
          "response_mode",
          "code",
          "code_challenge",
          "code_challenge_method",
          "code_verifier",
          "state",
          "scope",
          "resource",
          "request",
          "request_uri",
          "prompt",
          "nonce",
          "max_age",
          "login_hint",
          "grant_type",
          "refresh_token",
          "token",
          "token_type_hint",
          "client_assertion",
          "client_assertion_type",
          "dpop_jkt");

  private static final List<String> METADATA =
      List.of(
          "client_name",
          "client_uri",
          "logo_uri",
          "redirect_uris",
          "grant_types",
          "response_types",
          "scope",
          "contacts",
          "token_endpoint_auth_method",
          "application_type",
          "jwks",
          "jwks_uri",
          "software_id",
          "software_statement",
          "require_pushed_authorization_requests",
          "dpop_bound_access_tokens");

  private static TestApp app;
  private static TestClient client;

  @BeforeContainer
  static void start() {
    app =
        TestApp.start(
            TestDatabase.create(),
            Map.of(
                "ALTERTABLE_OAUTH_ADDRESS_RATE", "1000000",
                "ALTERTABLE_OAUTH_ADDRESS_BURST", "1000000",
                "ALTERTABLE_OAUTH_CLIENT_RATE", "1000000",
                "ALTERTABLE_OAUTH_CLIENT_BURST", "1000000",
                "ALTERTABLE_OAUTH_REGISTRATIONS_PER_HOUR", "1000000"));
    client = TestClient.register(app, "Agent");
  }

  @AfterContainer
  static void stop() {
    app.close();
  }

  /** Text that endpoints know, or that nobody should ever send. */
  private static Arbitrary<String> values() {
    return Arbitraries.oneOf(
        Arbitraries.lazy(() -> Arbitraries.of(known())),
        Arbitraries.of(
            MARKUP,
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "a\r\nSet-Cookie: x=y",
            "javascript:alert(1)//" + MARKUP,
            "https://evil.example/" + MARKUP,
            "\uD800",
            "\u202Eabc",
            "-1",
            "99999999999999999999",
            "[]",
            "{}",
            "a.b.c",
            "x".repeat(5_000)),
        Arbitraries.strings().ofMaxLength(40));
  }

  private static List<String> known() {
    return List.of(
        client.id(),
        TestClient.REDIRECT,
        TestClient.CHALLENGE,
        TestClient.VERIFIER,
        TestApp.RESOURCE,
        "S256",
        "plain",
        "code",
        "read write",
        "authorization_code",
        "refresh_token",
        "client_credentials",
        "access_token",
        "none",
        "consent",
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "urn:ietf:params:oauth:request_uri:abc");
  }

  /** A form or a query: good, with some of it missing, twice, or something else. */
  @Provide
  Arbitrary<String> soup() {
    Arbitrary<String> pair =
        Combinators.combine(
                Arbitraries.frequencyOf(
                    net.jqwik.api.Tuple.of(9, Arbitraries.of(NAMES)),
                    net.jqwik.api.Tuple.of(1, values())),
                values())
            .as((name, value) -> encode(name) + "=" + encode(value));
    Arbitrary<String> good = Arbitraries.lazy(() -> Arbitraries.of(authorization()));
    Arbitrary<String> garbage = Arbitraries.of("%", "%zz", "=", "&", "a", "%C3%28", "a=%", "+=+");
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(5, pair),
            net.jqwik.api.Tuple.of(5, good),
            net.jqwik.api.Tuple.of(1, garbage))
        .list()
        .ofMaxSize(14)
        .map(parts -> String.join("&", parts));
  }

  private static List<String> authorization() {
    return client.authorization().entrySet().stream()
        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
        .toList();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  @Provide
  Arbitrary<String> metadata() {
    Arbitrary<Object> plain =
        Arbitraries.oneOf(
            values().map(text -> (Object) text),
            Arbitraries.of(true, false, 0, -1, 1.5, 1e300),
            values().list().ofMaxSize(4).map(JsonArray::new),
            values().map(text -> new JsonObject().put("keys", new JsonArray().add(text))));
    return Arbitraries.maps(
            Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(9, Arbitraries.of(METADATA)),
                net.jqwik.api.Tuple.of(1, values())),
            plain)
        .ofMaxSize(8)
        .map(
            members -> {
              JsonObject json = new JsonObject();
              if (members.size() % 2 == 0) {
                json.put("redirect_uris", new JsonArray().add(TestClient.REDIRECT));
              }
              members.forEach(json::put);
              return json.encode();
            });
  }

  @Property(tries = 150)
  void machinesAreToldAnErrorOfTheirRfc(@ForAll("soup") String form) {
    machines(form);
  }

  @Property(tries = 150)
  void aRegistrationIsMadeOrRefused(@ForAll("metadata") String json) {
    register(json);
  }

  @Property(tries = 150)
  void browsersAreSentOnOrToldWhy(@ForAll("soup") String query) {
    authorize(query);
  }

  @Example
  void longer() {
    Fuzz.more(soup(), OAuthSoupPropertyTest::machines);
    Fuzz.more(metadata(), OAuthSoupPropertyTest::register);
    Fuzz.more(soup(), OAuthSoupPropertyTest::authorize);
  }

  private static void machines(String form) {
    for (String path :
        List.of("/oauth/token", "/oauth/par", "/oauth/introspect", "/oauth/revoke")) {
      answered(path, post(path, "application/x-www-form-urlencoded", form), Set.of(200, 201));
    }
  }

  private static void register(String json) {
    answered("/oauth/register", post("/oauth/register", "application/json", json), Set.of(201));
  }

  private static void authorize(String query) {
    Heard heard = send("GET", "/oauth/authorize?" + query, "Accept: text/html\r\n");
    if (heard.status == 414) {
      // Nobody has read that much of it.
      return;
    }
    assertThat(heard.status).as(heard.all).isIn(302, 303, 400, 413);
    assertThat(heard.content).doesNotContain(MARKUP);
    if (heard.status < 400) {
      String location = heard.header("location");
      assertThat(location)
          .satisfiesAnyOf(
              own -> assertThat(own).startsWith("/consent?request="),
              back -> assertThat(back).startsWith(TestClient.REDIRECT + "?"));
      assertThat(location).matches("[\\x21-\\x7e]+");
    } else {
      assertThat(heard.header("content-type")).startsWith("text/html");
    }
  }

  /** A success, or an error as RFC 6749 section 5.2 writes it. */
  private static void answered(String path, Heard heard, Set<Integer> successes) {
    assertThat(heard.header("cache-control")).as(path).isEqualTo("no-store");
    if (successes.contains(heard.status)) {
      return;
    }
    assertThat(heard.status).as(path + " " + heard.all).isBetween(400, 499);
    assertThat(heard.header("content-type")).startsWith("application/json");
    JsonObject error = new JsonObject(heard.content);
    assertThat(ERRORS).contains(error.getString("error"));
    assertThat(error.getString("error_description"))
        .as(path)
        .matches("[\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]+");
  }

  private static Heard post(String path, String type, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return send(
        "POST",
        path,
        "Content-Type: " + type + "\r\nContent-Length: " + bytes.length + "\r\n",
        bytes);
  }

  private static Heard send(String method, String target, String headers, byte... body) {
    String head =
        method
            + " "
            + target
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + headers
            + "\r\n";
    try (RawConnection connection = new RawConnection(URI.create(app.issuer()).getPort())) {
      String bytes = new String(body, java.nio.charset.StandardCharsets.ISO_8859_1);
      return new Heard(connection.send(head + bytes).readAll());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer, taken apart. */
  private static final class Heard {
    private final String all;
    private final int status;
    private final String content;

    Heard(String all) {
      assertThat(all).matches("(?s)HTTP/1\\.[01] \\d{3} .*");
      this.all = all;
      this.status = Integer.parseInt(all.substring(9, 12));
      this.content = all.substring(all.indexOf("\r\n\r\n") + 4);
    }

    String header(String name) {
      return all.substring(0, all.indexOf("\r\n\r\n"))
          .lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ": "))
          .map(line -> line.substring(name.length() + 2))
          .findFirst()
          .orElse("");
    }
  }
}
