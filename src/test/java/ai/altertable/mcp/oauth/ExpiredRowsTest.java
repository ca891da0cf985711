package ai.altertable.mcp.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ExpiredRowsTest {
  private static final TestApp APP = TestApp.start();
  private static final List<String> TABLES =
      List.of(
          "authorization_request",
          "authorization_code",
          "refresh_token",
          "browser_session",
          "oauth_grant",
          "oauth_client");

  @AfterAll
  static void stop() {
    APP.close();
  }

  private static long count(String table) {
    return Await.get(
        APP.database()
            .pool()
            .query("SELECT count(*) AS n FROM " + table)
            .execute()
            .map(rows -> rows.iterator().next().getLong("n")));
  }

  @Test
  void deletesOnlyWhatHasEnded() {
    ExpiredRows sweeper = new ExpiredRows(APP.vertx(), APP.database(), APP.config().oauth());
    TestClient client = TestClient.register(APP, "Agent");
    String refresh = client.tokens("production", false).getString("refresh_token");
    APP.execute(
        "INSERT INTO authorization_request VALUES ('\\x01', '{}', now() + interval '1 minute')");
    Await.get(sweeper.sweep());
    TABLES.forEach(table -> assertThat(count(table)).as(table).isEqualTo(1));
    assertThat(client.refresh(refresh).status()).isEqualTo(200);

    APP.execute("UPDATE oauth_client SET last_used_at = now() - interval '1 year'");
    Await.get(sweeper.sweep());
    assertThat(count("oauth_client")).as("a client with a live grant").isEqualTo(1);

    for (String table : TABLES.subList(0, 5)) {
      APP.execute("UPDATE " + table + " SET expires_at = now() - interval '30 days'");
    }
    Await.get(sweeper.sweep());
    TABLES.forEach(table -> assertThat(count(table)).as(table).isZero());
  }
}
