package ai.altertable.mcp.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A client that was connected several times is one application to its user. */
class ConnectedAppsTest {
  private static final TestApp APP = TestApp.start();

  @AfterAll
  static void stop() {
    APP.close();
  }

  private static List<String> rows(Page page) {
    return page.document().select("tbody tr").eachText();
  }

  @Test
  void isOneLineForEachEnvironmentAndEndsAsOne() {
    TestClient laptop = TestClient.register(APP, "Agent");
    TestClient desktop = TestClient.register(APP, "Agent");
    assertThat(desktop.id()).isEqualTo(laptop.id());
    String first = laptop.tokens("production", false).getString("refresh_token");
    String stepUp = laptop.tokens("production", true).getString("refresh_token");
    String other = desktop.tokens("production", false).getString("refresh_token");
    String elsewhere = laptop.tokens("staging", false).getString("refresh_token");
    String program =
        TestClient.register(APP, "Another").tokens("production", false).getString("refresh_token");

    Page apps = laptop.open("/apps");
    assertThat(rows(apps)).hasSize(3);
    assertThat(rows(apps))
        .filteredOn(row -> row.startsWith("Agent Demo / Production"))
        .singleElement()
        .asString()
        .contains("Read and write", "3 times");

    String grant = apps.document().select("tbody tr:contains(3 times) [name=grant]").val();
    int recorded = APP.audit().events().size();
    Page done = laptop.submitTo(apps, "/apps/revoke", Map.of("grant", grant));
    assertThat(done.location()).isEqualTo("/apps?revoked=1");
    for (String ended : List.of(first, stepUp, other)) {
      assertThat(laptop.refresh(ended).error()).isEqualTo("invalid_grant");
    }
    assertThat(APP.audit().lines().subList(recorded, recorded + 3)).containsOnly("grant.revoke ok");
    assertThat(laptop.refresh(elsewhere).status()).isEqualTo(200);
    assertThat(TestClient.register(APP, "Another").refresh(program).status()).isEqualTo(200);
    assertThat(rows(laptop.open("/apps"))).hasSize(2);
  }
}
