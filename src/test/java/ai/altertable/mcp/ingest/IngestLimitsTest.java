package ai.altertable.mcp.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.pgclient.PgConnection;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What clients hear who come too often, or while the database cannot take more. */
class IngestLimitsTest {
  private static JsonArray events(int count) {
    JsonArray batch = new JsonArray();
    IntStream.range(0, count)
        .forEach(i -> batch.add(new JsonObject().put("event", "e").put("distinct_id", "u" + i)));
    return batch;
  }

  @Test
  void aKeyMaySendSoMuchAndNoMore() {
    try (IngestFixture ingest =
        new IngestFixture(
            Map.of("ALTERTABLE_INGEST_KEY_RATE", "1", "ALTERTABLE_INGEST_KEY_BURST", "1000"))) {
      Tenant tenant = ingest.lakehouse.tenant("acme", "production");
      String key = ingest.key(tenant);
      assertThat(ingest.post(key, "/track", events(900)).statusCode()).isEqualTo(200);

      HttpResponse<Buffer> refused = ingest.post(key, "/track", events(900));

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(Integer.parseInt(refused.getHeader("Retry-After"))).isBetween(700, 900);
      assertThat(ingest.query(tenant, "SELECT count(*) FROM product_analytics.events"))
          .hasToString("[[900]]");
      assertThat(ingest.post(ingest.key(tenant), "/track", events(10)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whoCannotBeServedIsToldToComeAgainAndThenIs() {
    try (IngestFixture ingest =
        new IngestFixture(Map.of("ALTERTABLE_INGEST_QUEUE_EVENTS", "1000"))) {
      Tenant tenant = ingest.lakehouse.tenant("acme", "production");
      String key = ingest.key(tenant);
      assertThat(ingest.post(key, "/track", events(1)).statusCode()).isEqualTo(200);
      var blocker =
          Await.get(
              PgConnection.connect(
                  ingest.lakehouse.vertx,
                  Await.get(ingest.lakehouse.databases.of(tenant.environmentId())).owner()));
      Await.get(
          blocker
              .query("BEGIN; LOCK TABLE product_analytics.events IN ACCESS EXCLUSIVE MODE")
              .execute());

      var first =
          ingest.request("/track").putHeader("X-API-Key", key).sendBuffer(events(600).toBuffer());
      Await.until(
          () ->
              ingest
                      .lakehouse
                      .asSuperuser(
                          tenant,
                          "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                              + " AND application_name = 'altertable-mcp events'"
                              + " AND datname = current_database()")
                      .size()
                  > 0);
      HttpResponse<Buffer> refused = ingest.post(key, "/track", events(600));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
      assertThat(first.isComplete()).as("nothing is answered before its commit").isFalse();

      Await.get(blocker.query("ROLLBACK").execute());
      assertThat(Await.get(first).statusCode()).isEqualTo(200);
      assertThat(ingest.post(key, "/track", events(600)).statusCode()).isEqualTo(200);
      assertThat(ingest.query(tenant, "SELECT count(*) FROM product_analytics.events"))
          .hasToString("[[1201]]");
    }
  }

  @Test
  void aConnectionThatDiesIsReplaced() {
    try (IngestFixture ingest = new IngestFixture(Map.of())) {
      Tenant tenant = ingest.lakehouse.tenant("acme", "production");
      String key = ingest.key(tenant);
      assertThat(ingest.post(key, "/track", events(1)).statusCode()).isEqualTo(200);

      ingest.lakehouse.asSuperuser(
          tenant,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'altertable-mcp events'"
              + " AND datname = current_database()");

      Await.until(() -> ingest.post(key, "/track", events(1)).statusCode() == 200);
      assertThat(ingest.query(tenant, "SELECT count(*) FROM product_analytics.events"))
          .hasToString("[[2]]");
    }
  }
}
