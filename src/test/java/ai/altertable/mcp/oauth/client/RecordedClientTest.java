package ai.altertable.mcp.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.policy.DocumentUrls;
import ai.altertable.mcp.oauth.policy.RedirectUriPolicy;
import ai.altertable.mcp.oauth.policy.RegistrationPolicy;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client and its record in the audit log are one transaction, whoever makes it. */
class RecordedClientTest {
  private static TestApp app;

  @BeforeAll
  static void start() {
    app = TestApp.audited();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @AfterEach
  void bring() {
    app.execute("ALTER TABLE IF EXISTS away RENAME TO audit_event");
  }

  private static JsonObject metadata(String name, String method) {
    return new JsonObject()
        .put("client_name", name)
        .put("redirect_uris", new JsonArray().add("https://portal.example.com/callback"))
        .put("token_endpoint_auth_method", method);
  }

  private static int register(JsonObject metadata) {
    return new TestClient(app, "").postJson("/oauth/register", metadata.encode()).status();
  }

  private static String clients() {
    return app.text("SELECT count(*) || ' ' || max(last_used_at) FROM oauth_client");
  }

  private static String last() {
    return app.text(
        "SELECT concat_ws(' ', a.action, a.outcome, a.subject, c.name, a.target,"
            + " CASE WHEN a.correlation_id <> '' THEN 'with its request' END)"
            + " FROM audit_event a JOIN oauth_client c ON c.id = a.client_id"
            + " ORDER BY a.id DESC LIMIT 1");
  }

  @Test
  void registration() {
    for (String method : List.of("none", "client_secret_basic")) {
      JsonObject metadata = metadata("Portal " + method, method);
      String before = clients();
      app.execute("ALTER TABLE audit_event RENAME TO away");
      assertThat(register(metadata)).isEqualTo(500);
      assertThat(clients()).isEqualTo(before);
      app.execute("ALTER TABLE away RENAME TO audit_event");
      assertThat(register(metadata)).isEqualTo(201);
      assertThat(last()).isEqualTo("client.register ok Portal " + method + " with its request");
    }
  }

  @Test
  void registeringAgain() {
    JsonObject metadata = metadata("Again", "none");
    assertThat(register(metadata)).isEqualTo(201);
    String before = clients();
    app.execute("ALTER TABLE audit_event RENAME TO away");
    assertThat(register(metadata)).isEqualTo(500);
    assertThat(clients()).isEqualTo(before);
  }

  private static void madeByAnOperator(Supplier<Future<?>> making, String record) {
    String before = clients();
    app.execute("ALTER TABLE audit_event RENAME TO away");
    assertThat(Await.failure(making.get())).hasMessageContaining("audit_event");
    assertThat(clients()).isEqualTo(before);
    app.execute("ALTER TABLE away RENAME TO audit_event");
    Await.get(making.get());
    assertThat(last()).isEqualTo(record);
  }

  @Test
  void preregistration() {
    ClientRegistration registration =
        new ClientRegistration(
            new RegistrationPolicy(new RedirectUriPolicy(Set.of()), new DocumentUrls(false)),
            new ClientStore(app.database()));
    for (String method : List.of("none", "client_secret_basic")) {
      madeByAnOperator(
          () ->
              registration.preregister(
                  metadata("Pre " + method, method),
                  id ->
                      app.audit()
                          .note(
                              AuditEvent.byOperator(
                                  "client.create", id, null, null, "Pre " + method))),
          "client.create ok operator Pre " + method + " Pre " + method);
    }
  }

  @Test
  void serviceAccount() {
    ServiceAccounts accounts = new ServiceAccounts(app.database(), app.audit());
    madeByAnOperator(
        () ->
            accounts.create(
                "demo",
                "staging",
                new ServiceAccounts.Wanted("Job", Set.of(Scope.READ), false, Optional.empty())),
        "service_account.create ok operator Job Job");
    assertThat(
            app.text(
                "SELECT e.slug FROM audit_event a JOIN environment e ON e.id = a.environment_id"
                    + " AND e.organization_id = a.organization_id"
                    + " WHERE a.action = 'service_account.create'"))
        .isEqualTo("staging");
  }
}
