package ai.altertable.mcp.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.client.ServiceAccounts;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestClient.Answer;
import ai.altertable.mcp.testing.TestDatabase;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Floods are refused, without those who share an address or a client's name being locked out. */
class RequestLimitsTest {
  private static final int BURST = 5;
  private static final String FORWARDED = "X-Forwarded-For";

  /** One request a second comes back: no run of these tests is slow enough to use another up. */
  private static final TestApp APP =
      TestApp.start(
          TestDatabase.create(),
          Map.of(
              "ALTERTABLE_PROXY_TRUSTED", "127.0.0.0/8,::1/128",
              "ALTERTABLE_OAUTH_ADDRESS_RATE", "1",
              "ALTERTABLE_OAUTH_ADDRESS_BURST", "30",
              "ALTERTABLE_OAUTH_CLIENT_RATE", "1",
              "ALTERTABLE_OAUTH_CLIENT_BURST", String.valueOf(BURST)));

  private static final TestClient CLIENT = TestClient.register(APP, "Agent");
  private static final TestClient NEIGHBOUR = TestClient.register(APP, "Neighbour");

  @AfterAll
  static void stop() {
    APP.close();
  }

  private static Answer post(String path, Map<String, String> form, String address) {
    return CLIENT.post(path, form, FORWARDED, address);
  }

  /** The first answer that refuses a flood. */
  private static Answer flood(String path, Map<String, String> form, String address) {
    for (int i = 0; i < 1_000; i++) {
      Answer answer = post(path, form, address);
      if (answer.status() == 429) {
        return answer;
      }
    }
    throw new AssertionError("was never refused");
  }

  private static void assertTold(Answer refused) {
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.error()).isEqualTo("temporarily_unavailable");
    assertThat(refused.json().getString("error_description")).matches("[ -!#-\\[\\]-~]+");
    assertThat(Integer.parseInt(refused.response().headers().firstValue("Retry-After").get()))
        .isPositive();
    assertThat(refused.response().headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  private static Map<String, String> form() {
    Map<String, String> form = new HashMap<>(CLIENT.authorization());
    form.putAll(
        Map.of("grant_type", "refresh_token", "refresh_token", "unknown", "token", "unknown"));
    return form;
  }

  @ParameterizedTest
  @CsvSource({
    "/oauth/token, 192.0.2.1, 400",
    "/oauth/revoke, 192.0.2.2, 200",
    "/oauth/par, 192.0.2.3, 201"
  })
  void aClientThatCannotProveItselfIsLimitedAtOneAddressOnly(
      String path, String address, int otherwise) {
    assertTold(flood(path, form(), address));
    assertThat(post(path, form(), "198.51.100." + address.length()).status())
        .as("the same name elsewhere")
        .isEqualTo(otherwise);
    Map<String, String> others = form();
    others.put("client_id", NEIGHBOUR.id());
    assertThat(post(path, others, address).status())
        .as("who shares the address")
        .isEqualTo(otherwise);
  }

  private static Map<String, String> account(String name) {
    ServiceAccounts.Wanted wanted =
        new ServiceAccounts.Wanted(name, Set.of(Scope.READ), false, Optional.empty());
    ServiceAccounts.Credentials account =
        Await.get(
            new ServiceAccounts(APP.database(), APP.audit()).create("demo", "staging", wanted));
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", account.clientId());
    form.put("client_secret", account.clientSecret().orElseThrow());
    form.put("token", "unknown");
    return form;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/oauth/token", "/oauth/introspect"})
  void aClientThatProvesItselfHasAShareOfItsOwnWhereverItIs(String path) {
    Map<String, String> account = account("Busy at " + path);
    Map<String, String> wrong = new HashMap<>(account);
    wrong.put("client_secret", "guessed");
    for (int i = 0; i < 2 * BURST; i++) {
      assertThat(post(path, wrong, "192.0.2.10").status())
          .as("who cannot prove it uses nothing of it up")
          .isEqualTo(401);
    }
    assertThat(post(path, account, "192.0.2.11").status()).isEqualTo(200);
    assertTold(flood(path, account, "192.0.2.12"));
    assertThat(post(path, account("Quiet at " + path), "192.0.2.12").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/oauth/token",
        "/oauth/revoke",
        "/oauth/introspect",
        "/oauth/par",
        "/oauth/register"
      })
  void anAddressIsLimitedWhoeverAsks(String path) {
    String address = "2001:db8:" + Integer.toHexString(path.hashCode() & 0xffff);
    for (int i = 0; i < 1_000; i++) {
      // One customer has all of the last 64 bits.
      Answer answer = post(path, Map.of("client_id", "unknown-" + i), address + "::" + (i % 7 + 1));
      if (answer.status() == 429) {
        assertTold(answer);
        assertThat(post(path, Map.of("client_id", "x"), address + ":1::1").status())
            .as("the next customer")
            .isNotEqualTo(429);
        return;
      }
    }
    throw new AssertionError("was never refused");
  }

  @Test
  void requestsForAuthorizationAreLimitedWithAPage() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(APP.issuer() + "/oauth/authorize?client_id=unknown"))
            .header(FORWARDED, "203.0.113.9")
            .build();
    for (int i = 0; i < 1_000; i++) {
      Answer answer = CLIENT.send(request);
      if (answer.status() == 429) {
        assertThat(answer.response().body()).contains("<h1>Too many requests</h1>");
        assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
        return;
      }
      assertThat(answer.status()).isEqualTo(400);
    }
    throw new AssertionError("was never refused");
  }
}
