package ai.altertable.mcp.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.client.ServiceAccounts;
import ai.altertable.mcp.oauth.resource.AdminCaller;
import ai.altertable.mcp.oauth.resource.Authentication;
import ai.altertable.mcp.oauth.resource.InvalidToken;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestClient;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tokens of service accounts for the administration API. */
class AdminTokenTest {
  private static final TestApp APP = TestApp.start();
  private static final TestClient CLIENT = TestClient.register(APP, "Agent");
  private static final String API = APP.issuer() + "/api/v1";

  @AfterAll
  static void stop() {
    APP.close();
  }

  private static TestClient.Answer token(ServiceAccounts.Credentials account, String... more) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", account.clientId());
    form.put("client_secret", account.clientSecret().orElseThrow());
    for (int i = 0; i < more.length; i += 2) {
      form.put(more[i], more[i + 1]);
    }
    return CLIENT.post("/oauth/token", form);
  }

  private static ServiceAccounts.Credentials account(boolean admin, Scope... scopes) {
    return Await.get(
        new ServiceAccounts(APP.database(), APP.audit())
            .create(
                "demo",
                "staging",
                new ServiceAccounts.Wanted("Ops", Set.of(scopes), admin, Optional.empty())));
  }

  private static Future<AdminCaller> authenticate(String token) {
    return APP.server().admins().authenticate("Bearer " + token);
  }

  @Test
  void administersItsOrganization() {
    TestClient.Answer answer = token(account(true), "resource", API);
    assertThat(answer.json().getString("scope")).isEqualTo("admin");
    AdminCaller caller = Await.get(authenticate(answer.json().getString("access_token")));
    assertThat(caller.organization()).isEqualTo("demo");
    assertThat(caller.name()).isEqualTo("Ops");
  }

  @Test
  void isNamedByItsScopeAlone() {
    String token =
        token(account(true, Scope.READ), "scope", "admin").json().getString("access_token");
    assertThat(Await.get(authenticate(token)).organization()).isEqualTo("demo");
  }

  @Test
  void isGoodInOnePlaceOnly() {
    ServiceAccounts.Credentials both = account(true, Scope.READ);
    String api = token(both, "resource", API).json().getString("access_token");
    String endpoint = token(both).json().getString("access_token");
    assertThat(Await.get(APP.authenticator().authenticate(api, TestApp.RESOURCE)))
        .isInstanceOf(Authentication.Refused.class);
    assertThat(Await.get(APP.authenticator().authenticate(endpoint, TestApp.RESOURCE)))
        .isInstanceOf(Authentication.Accepted.class);
    assertThat(Await.failure(authenticate(endpoint))).isInstanceOf(InvalidToken.class);
  }

  @Test
  void isForServiceAccountsThatHaveIt() {
    assertThat(token(account(false, Scope.READ), "resource", API).error())
        .isEqualTo("invalid_scope");
    assertThat(token(account(true)).error()).isEqualTo("invalid_scope");
    Map<String, String> parameters = CLIENT.authorization();
    parameters.put("resource", API);
    String refused = new TestBrowser(APP.issuer()).get(CLIENT.authorizeUrl(parameters)).location();
    assertThat(refused).contains("error=invalid_target");
  }

  @Test
  void endsAtOnce() {
    ServiceAccounts.Credentials account = account(true, Scope.READ);
    String token = token(account, "resource", API).json().getString("access_token");
    assertThat(Await.get(authenticate(token)).name()).isEqualTo("Ops");
    APP.execute("UPDATE service_account SET scope = '{read}'");
    assertThat(Await.failure(authenticate(token))).isInstanceOf(InvalidToken.class);
  }

  @Test
  void refusesGarbageAndLesserTokens() {
    for (String header :
        new String[] {null, "", "Bearer", "Bearer x", "Basic eDp5", "bearer ..."}) {
      assertThat(Await.failure(APP.server().admins().authenticate(header)))
          .isInstanceOf(InvalidToken.class);
    }
    String user = CLIENT.tokens("staging", true).getString("access_token");
    assertThat(Await.failure(authenticate(user))).isInstanceOf(InvalidToken.class);
  }
}
