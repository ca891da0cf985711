package ai.altertable.mcp.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApi;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient.Answer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the served contract answers, for its own organization and for no other. */
class ContractTest {
  private static final TestApp APP = TestApp.start();
  private static final TestApi API = TestApi.admin(APP, "demo", "production");

  @AfterAll
  static void stop() {
    APP.close();
  }

  static List<Contract.Operation> operations() {
    return Contract.read("http://localhost").operations();
  }

  static Stream<Contract.Operation> closed() {
    return operations().stream().filter(operation -> !operation.open());
  }

  static Stream<Contract.Operation> ofAnOrganization() {
    return closed().filter(operation -> operation.path().contains("{organization}"));
  }

  private static Answer call(TestApi api, Contract.Operation operation, String organization) {
    String path =
        operation
            .path()
            .replace("{organization}", organization)
            .replace("{environment}", "production")
            .replace("{catalog}", "crm")
            .replaceAll("\\{\\w+}", UUID.randomUUID().toString());
    return api.call(
        operation.method().name(),
        path,
        operation.body().map(schema -> Examples.of(operation.id())).orElse(null));
  }

  @Test
  void isServedToEverybody() {
    JsonObject served = TestApi.with(APP, "").get("/openapi.json").json();
    assertThat(served.getString("openapi")).isEqualTo("3.1.0");
    assertThat(served.getJsonArray("servers").getJsonObject(0).getString("url"))
        .isEqualTo(APP.issuer() + "/api/v1");
    assertThat(served.getJsonObject("paths").fieldNames())
        .containsAll(operations().stream().map(Contract.Operation::path).toList());
  }

  @ParameterizedTest
  @MethodSource("closed")
  void needsAToken(Contract.Operation operation) {
    Answer answer = call(TestApi.with(APP, ""), operation, "demo");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().getString("code")).isEqualTo("unauthorized");
  }

  @ParameterizedTest
  @MethodSource("closed")
  void isMounted(Contract.Operation operation) {
    Answer answer = call(API, operation, "demo");
    assertThat(answer.status()).isNotIn(405, 500, 501);
    if (answer.status() >= 400) {
      assertThat(answer.json().getString("detail")).isNotEqualTo("There is no such resource.");
    }
  }

  @ParameterizedTest
  @MethodSource("ofAnOrganization")
  void hidesOtherOrganizations(Contract.Operation operation) {
    APP.execute(
        """
        INSERT INTO organization (slug, name) VALUES ('acme', 'Acme') ON CONFLICT DO NOTHING;
        INSERT INTO environment (organization_id, slug, name)
        SELECT id, 'production', 'P' FROM organization WHERE slug = 'acme' ON CONFLICT DO NOTHING
        """);
    Answer foreign = call(API, operation, "acme");
    Answer missing = call(API, operation, "nowhere");
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.json().getString("detail")).isEqualTo(missing.json().getString("detail"));
  }
}
