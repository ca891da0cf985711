package ai.altertable.mcp.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.platform.Cancellation;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.RawConnection;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events through HTTP into the environment's own database, and what a query then sees. */
class IngestTest {
  private static final IngestFixture INGEST =
      new IngestFixture(Map.of("ALTERTABLE_INGEST_BODY_BYTES", "200000"));
  private static int environments;

  private final Tenant tenant = INGEST.lakehouse.tenant("acme", "env" + environments++);
  private final String key = INGEST.key(tenant);

  @AfterAll
  static void stop() {
    INGEST.close();
  }

  private static JsonObject event(String name, String user) {
    return new JsonObject().put("event", name).put("distinct_id", user);
  }

  private JsonObject post(String path, Object body) {
    HttpResponse<Buffer> response = INGEST.post(key, path, body);
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(200);
    return response.bodyAsJsonObject();
  }

  private Object value(String sql) {
    Object value = ((JsonArray) new JsonArray(INGEST.query(tenant, sql)).getValue(0)).getValue(0);
    return value instanceof Integer number ? Long.valueOf(number) : value;
  }

  @Test
  void anEventIsThereWhenItIsAnswered() {
    JsonObject sent =
        event("$pageview", "user_1")
            .put("timestamp", "2026-01-31T23:30:00-02:00")
            .put("anonymous_id", "anonymous-1")
            .put("device_id", "device-1")
            .put("session_id", "session-1")
            .put("properties", new JsonObject().put("$url", "/a\tb\\c\n").put("price", 12.5));

    assertThat(post("/track", sent)).isEqualTo(new JsonObject().put("ok", true).put("accepted", 1));

    assertThat(
            new JsonArray(
                INGEST.query(
                    tenant,
                    """
                    SELECT event, to_char("timestamp" AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'),
                      properties->>'$url', (properties->'price')::numeric + 1, distinct_id, anonymous_id,
                      device_id, session_id, identity_uuid IS NOT NULL
                    FROM product_analytics.events""")))
        .isEqualTo(
            new JsonArray()
                .add(
                    new JsonArray()
                        .add("$pageview")
                        .add("2026-02-01 01:30")
                        .add("/a\tb\\c\n")
                        .add("13.5")
                        .add("user_1")
                        .add("anonymous-1")
                        .add("device-1")
                        .add("session-1")
                        .add(true)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1769900000", "1769900000000", "\"2026-01-31T22:53:20Z\"", "1769900000.0"})
  void timesAreSecondsMillisecondsOrIso(String time) {
    post("/track", "{\"event\":\"e\",\"distinct_id\":\"u1\",\"timestamp\":" + time + "}");

    assertThat(
            value("SELECT extract(epoch FROM \"timestamp\")::int8 FROM product_analytics.events"))
        .isEqualTo(1769900000L);
  }

  @Test
  void aClockThatIsWrongIsCorrectedByTheTimeOfSending() {
    Instant wrong = Instant.now().plus(Duration.ofDays(30));
    post(
        "/track",
        new JsonArray()
            .add(
                event("late", "u1")
                    .put("timestamp", wrong.minus(Duration.ofHours(1)).toString())
                    .put("sent_at", wrong.toEpochMilli()))
            // nobody is so exact that it would mean something
            .add(
                event("exact", "u1")
                    .put("timestamp", "2026-01-31T22:53:20Z")
                    .put("sent_at", Instant.now().minusSeconds(5).toString())));

    assertThat(
            value(
                "SELECT now() - \"timestamp\" BETWEEN '59 minutes' AND '70 minutes'"
                    + " FROM product_analytics.events WHERE event = 'late'"))
        .isEqualTo(true);
    assertThat(
            value(
                "SELECT extract(epoch FROM \"timestamp\")::int8 FROM product_analytics.events"
                    + " WHERE event = 'exact'"))
        .isEqualTo(1769900000L);
    HttpResponse<Buffer> nonsense =
        INGEST.post(
            key, "/track", event("e", "u1").put("timestamp", 1769900000).put("sent_at", "soon"));
    assertThat(nonsense.statusCode()).isEqualTo(400);
    assertThat(nonsense.bodyAsString()).contains("sent_at");
  }

  @Test
  void compressedBodiesAreUnpackedWithinBounds() throws IOException {
    JsonArray batch = new JsonArray();
    for (int i = 0; i < 100; i++) {
      batch.add(event("packed", "u" + i));
    }
    byte[] packed = gzip(batch.encode().getBytes(UTF_8));

    assertThat(compressed("gzip", packed).bodyAsJsonObject().getInteger("accepted")).isEqualTo(100);
    assertThat(value("SELECT count(*) FROM product_analytics.events")).isEqualTo(100L);

    // a thousand times larger than it looks
    HttpResponse<Buffer> bomb = compressed("gzip", gzip(new byte[50_000_000]));
    assertThat(bomb.statusCode()).isEqualTo(413);
    assertThat(bomb.bodyAsJsonObject().getString("error_code")).isEqualTo("too-large");
    assertThat(compressed("gzip", Arrays.copyOf(packed, packed.length / 2)).statusCode())
        .isEqualTo(400);
    assertThat(compressed("gzip", batch.encode().getBytes(UTF_8)).statusCode()).isEqualTo(400);
    assertThat(compressed("br", packed).statusCode()).isEqualTo(415);
    assertThat(value("SELECT count(*) FROM product_analytics.events")).isEqualTo(100L);
  }

  private HttpResponse<Buffer> compressed(String encoding, byte[] body) {
    return Await.get(
        INGEST
            .request("/track")
            .putHeader("X-API-Key", key)
            .putHeader("Content-Encoding", encoding)
            .sendBuffer(Buffer.buffer(body)));
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  @Test
  void poisonNeverStopsTheRest() {
    JsonArray batch =
        new JsonArray()
            .add(event("good", "u1"))
            .add(new JsonObject().put("event", "nobody"))
            .add("text")
            .add(event("good", "u2").put("properties", new JsonObject().put("a", "x\0y")))
            .add(event("good", "Undefined"))
            .add(event("good", "u3").put("timestamp", "tomorrow"))
            .add(
                event("good", "u4")
                    .put("timestamp", Instant.now().plus(Duration.ofDays(3)).toString()))
            .add(event("good", "u5").put("environment", "elsewhere"))
            .add(event("good", "u6").put("properties", deep(12)))
            .add(
                event("good", "u7")
                    .put("properties", new JsonObject().put("a", "x".repeat(40_000))))
            .add(event("good", "u8").put("timestamp", "1999-01-01T00:00:00Z"))
            .add(event("good", "u9").put("properties", new JsonArray()))
            .add(event("x".repeat(300), "u10"))
            .add(event("good", "u11"));

    JsonObject answer = post("/track", batch);

    assertThat(answer.getBoolean("ok")).isFalse();
    assertThat(answer.getInteger("accepted")).isEqualTo(2);
    List<String> codes = new ArrayList<>();
    answer
        .getJsonArray("errors")
        .forEach(
            error ->
                codes.add(
                    ((JsonObject) error).getInteger("index")
                        + " "
                        + ((JsonObject) error).getString("error_code")));
    assertThat(codes)
        .containsExactly(
            "1 invalid-event",
            "2 invalid-event",
            "3 invalid-event",
            "4 reserved-id",
            "5 invalid-timestamp",
            "6 invalid-timestamp",
            "7 environment-not-found",
            "8 too-deep",
            "9 too-large",
            "10 invalid-timestamp",
            "11 invalid-event",
            "12 invalid-event");
    assertThat(answer.encode()).contains("properties.a has a NUL character").doesNotContain("u11");
    assertThat(INGEST.query(tenant, "SELECT distinct_id FROM product_analytics.events ORDER BY 1"))
        .hasToString("[[\"u1\"], [\"u11\"]]");
  }

  private static JsonObject deep(int depth) {
    JsonObject inner = new JsonObject();
    for (int i = 0; i < depth; i++) {
      inner = new JsonObject().put("a", inner);
    }
    return inner;
  }

  /** What only the database finds out: its numbers end where JSON's go on. */
  @Test
  void whatTheDatabaseDoesNotTakeIsFoundAmongTheRest() {
    String huge = "1" + "0".repeat(30) + "e" + 200_000;
    StringBuilder body = new StringBuilder("[");
    for (int i = 0; i < 20; i++) {
      body.append("{\"event\":\"e\",\"distinct_id\":\"u")
          .append(i)
          .append("\",\"properties\":{}},");
    }
    body.append("{\"event\":\"e\",\"distinct_id\":\"bad\",\"properties\":{\"a\":")
        .append(huge)
        .append("}}]");

    JsonObject answer = post("/track", body.toString());

    assertThat(answer.getInteger("accepted")).isEqualTo(20);
    assertThat(answer.getJsonArray("errors")).hasSize(1);
    assertThat(value("SELECT count(*) FROM product_analytics.events")).isEqualTo(20L);
  }

  @Test
  void aMessageIsWrittenOnceHoweverOftenItComes() {
    JsonArray batch =
        new JsonArray()
            .add(event("bought", "u1").put("message_id", "order-17"))
            .add(event("bought", "u1").put("message_id", "order-17"))
            .add(event("bought", "u2").put("message_id", UUID.randomUUID().toString()));

    assertThat(post("/track", batch).getInteger("accepted")).isEqualTo(3);
    assertThat(post("/track", batch).getInteger("accepted")).isEqualTo(3);
    assertThat(post("/track", batch.getJsonObject(0).put("timestamp", 1769900000)))
        .isEqualTo(new JsonObject().put("ok", true).put("accepted", 1));

    assertThat(value("SELECT count(*) FROM product_analytics.events")).isEqualTo(2L);
  }

  @Test
  void manyAtATimeAreAllWritten() {
    List<Future<HttpResponse<Buffer>>> sent =
        IntStream.range(0, 60)
            .mapToObj(
                i -> {
                  JsonArray batch = new JsonArray();
                  for (int k = 0; k < 50; k++) {
                    batch.add(event("e" + k % 3, "u" + i));
                  }
                  return INGEST
                      .request("/track")
                      .putHeader("X-API-Key", key)
                      .sendBuffer(batch.toBuffer());
                })
            .toList();
    sent.forEach(one -> assertThat(Await.get(one).statusCode()).isEqualTo(200));

    assertThat(
            value(
                "SELECT count(*) || '/' || count(DISTINCT identity_uuid) FROM product_analytics.events"))
        .isEqualTo("3000/60");
  }

  @Test
  void aVisitorWhoSignsInBecomesTheUserBackToTheFirstEvent() {
    String visitor = "anonymous-" + UUID.randomUUID();
    post("/track", new JsonObject().put("event", "$pageview").put("anonymous_id", visitor));
    post(
        "/identify",
        identify("u1", visitor, new JsonObject().put("plan", "pro").put("city", "Paris")));
    post("/identify", identify("u1", null, new JsonObject().put("plan", "free")));
    post("/track", new JsonObject().put("event", "late").put("anonymous_id", visitor));
    post("/track", event("bought", "u1"));

    assertThat(value("SELECT count(DISTINCT identity_uuid) FROM product_analytics.events"))
        .isEqualTo(1L);
    assertThat(
            value(
                "SELECT i.traits FROM product_analytics.events e JOIN product_analytics.identities i"
                    + " ON i.uuid = e.identity_uuid WHERE e.event = '$pageview'"))
        .hasToString(new JsonObject().put("city", "Paris").put("plan", "free").encode());
  }

  @Test
  void aDeviceSharedByTwoPeopleDoesNotMakeThemOne() {
    post("/track", new JsonObject().put("event", "seen").put("anonymous_id", "shared"));
    post("/identify", identify("u1", "shared", new JsonObject()));
    post("/identify", identify("u2", "shared", new JsonObject()));
    post("/track", new JsonArray().add(event("e", "u1")).add(event("e", "u2")));

    assertThat(value("SELECT count(DISTINCT identity_uuid) FROM product_analytics.events"))
        .isEqualTo(2L);
  }

  @Test
  void anAliasMergesTwoPeopleAndTheSurvivorsTraitsHold() {
    post(
        "/track",
        new JsonArray().add(event("e", "old")).add(event("e", "new")).add(event("e", "third")));
    post("/identify", identify("old", null, new JsonObject().put("plan", "free").put("age", 7)));
    post("/identify", identify("new", null, new JsonObject().put("plan", "pro")));
    post("/alias", new JsonObject().put("distinct_id", "old").put("new_user_id", "new"));
    post("/alias", new JsonObject().put("distinct_id", "new").put("new_user_id", "third"));
    post("/alias", new JsonObject().put("distinct_id", "third").put("new_user_id", "old"));
    post("/track", new JsonArray().add(event("e", "old")).add(event("e", "new")));

    Await.until(
        () ->
            Long.valueOf(1)
                .equals(
                    value("SELECT count(DISTINCT identity_uuid) FROM product_analytics.events")));
    assertThat(value("SELECT count(*) FROM product_analytics.identities")).isEqualTo(1L);
    assertThat(
            value("SELECT traits->>'plan' || (traits->>'age') FROM product_analytics.identities"))
        .isEqualTo("pro7");
  }

  private static JsonObject identify(String user, String visitor, JsonObject traits) {
    return new JsonObject()
        .put("distinct_id", user)
        .put("anonymous_id", visitor)
        .put("traits", traits);
  }

  @Test
  void eventsThatWereLoadedBeforeStayAndGoOn() {
    INGEST.lakehouse.asOwner(
        tenant,
        """
        CREATE SCHEMA product_analytics;
        CREATE TABLE product_analytics.events (uuid uuid PRIMARY KEY, "timestamp" timestamptz NOT NULL,
          event text NOT NULL, properties jsonb NOT NULL, distinct_id text NOT NULL, anonymous_id text,
          device_id text NOT NULL, session_id text NOT NULL, identity_uuid uuid NOT NULL);
        COMMENT ON TABLE product_analytics.events IS 'Of the shop.';
        CREATE TABLE product_analytics.identities (uuid uuid PRIMARY KEY, distinct_id text NOT NULL, traits jsonb NOT NULL,
          is_identified boolean NOT NULL, is_deleted boolean NOT NULL, version bigint NOT NULL, created_at timestamptz NOT NULL);
        INSERT INTO product_analytics.identities VALUES (gen_random_uuid(), 'user_5', '{}', true, false, 1, now());
        INSERT INTO product_analytics.events SELECT gen_random_uuid(), now() - interval '1 day', 'old', '{}', 'user_5',
          NULL, 'd', 's', uuid FROM product_analytics.identities
        """);

    post(
        "/track",
        new JsonArray()
            .add(event("new", "user_5"))
            .add(event("new", "user_5").put("timestamp", "2025-03-01T00:00:00Z"))
            .add(
                event("new", "user_5")
                    .put("timestamp", Instant.now().plusSeconds(3600).toString())));

    assertThat(
            value(
                "SELECT count(*) || '/' || count(DISTINCT identity_uuid) FROM product_analytics.events"))
        .isEqualTo("4/1");
    assertThat(value("SELECT obj_description('product_analytics.events'::regclass, 'pg_class')"))
        .isEqualTo("Of the shop.");
    assertThat(
            value("SELECT string_agg(indexdef, ' ') FROM pg_indexes WHERE tablename = 'events'")
                .toString())
        .contains("(event, \"timestamp\", identity_uuid)", "(identity_uuid, \"timestamp\")");
  }

  @Test
  void queriesSeeEventsAndNothingOfHowTheyCameIn() {
    post("/track", event("e", "u1").put("message_id", "m1"));

    assertThat(
            LakehouseFixture.fault(
                    INGEST
                        .lakehouse
                        .engine(tenant)
                        .query(
                            LakehouseFixture.request("SELECT * FROM ingestion.receipt"),
                            new Cancellation()))
                .getMessage())
        .contains("permission denied");
    assertThat(
            LakehouseFixture.await(
                    INGEST.lakehouse.engine(tenant).tables("test", new Cancellation()))
                .stream()
                .map(table -> table.schema() + "." + table.name()))
        .containsExactly(
            "product_analytics.events",
            "product_analytics.identities",
            "product_analytics.identity_distinct_ids");
  }

  @Test
  void aKeyLeadsToItsOwnEnvironmentAndEndsAtOnce() {
    Tenant other = INGEST.lakehouse.tenant("rival", "env" + environments++);
    String otherKey = INGEST.key(other);
    post("/track", event("mine", "u1"));
    assertThat(INGEST.post(otherKey, "/track", event("theirs", "u1")).statusCode()).isEqualTo(200);

    assertThat(INGEST.query(tenant, "SELECT event FROM product_analytics.events").toString())
        .contains("mine")
        .doesNotContain("theirs");
    Await.get(
        INGEST
            .lakehouse
            .platform
            .pool()
            .query(
                "UPDATE event_key SET revoked_at = now() WHERE environment_id = '"
                    + other.environmentId()
                    + "'")
            .execute());
    Await.until(() -> INGEST.post(otherKey, "/track", event("theirs", "u1")).statusCode() == 401);
  }

  @Test
  void theKeyMayStandInThreePlaces() {
    for (var request :
        List.of(
            INGEST.request("/track").bearerTokenAuthentication(key),
            INGEST.request("/track").putHeader("X-API-Key", key),
            INGEST.request("/track").addQueryParam("apiKey", key))) {
      assertThat(Await.get(request.sendBuffer(event("e", "u1").toBuffer())).statusCode())
          .isEqualTo(200);
    }
    HttpResponse<Buffer> none = INGEST.post(null, "/track", event("e", "u1"));
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.bodyAsJsonObject().getString("error_code")).isEqualTo("missing-api-key");
    assertThat(INGEST.post("pk_live_guess", "/track", event("e", "u1")).statusCode())
        .isEqualTo(401);
  }

  @Test
  void whatIsNoRequestIsRefusedAsAWhole() {
    assertThat(INGEST.post(key, "/track", "{\"event\":").statusCode()).isEqualTo(400);
    assertThat(INGEST.post(key, "/track", "").statusCode()).isEqualTo(400);
    assertThat(INGEST.post(key, "/track", "[".repeat(5000)).statusCode()).isEqualTo(400);
    assertThat(INGEST.post(key, "/track", "\"" + "x".repeat(300_000) + "\"").statusCode())
        .isEqualTo(413);
    JsonArray many = new JsonArray();
    IntStream.range(0, 1001).forEach(i -> many.add(new JsonObject()));
    assertThat(INGEST.post(key, "/track", many).bodyAsJsonObject().getString("error_code"))
        .isEqualTo("too-many-events");
    assertThat(INGEST.post(key, "/other", "{}").statusCode()).isEqualTo(404);
    assertThat(
            Await.get(INGEST.http().get(INGEST.port(), "127.0.0.1", "/track").send()).statusCode())
        .isEqualTo(405);
    assertThat(
            Await.get(
                    INGEST
                        .request("/track")
                        .putHeader("Content-Encoding", "br")
                        .bearerTokenAuthentication(key)
                        .sendBuffer(Buffer.buffer("x")))
                .statusCode())
        .isEqualTo(415);
  }

  @Test
  void pagesOfEveryOriginMaySend() {
    HttpResponse<Buffer> preflight =
        Await.get(
            INGEST
                .http()
                .request(HttpMethod.OPTIONS, INGEST.port(), "127.0.0.1", "/track")
                .putHeader("Origin", "https://shop.example.com")
                .putHeader("Access-Control-Request-Method", "POST")
                .send());
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(preflight.getHeader("Access-Control-Allow-Headers")).contains("content-type");
    assertThat(
            INGEST.post(key, "/track", event("e", "u1")).getHeader("Access-Control-Allow-Origin"))
        .isEqualTo("*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/track?%zz", "/alias?apiKey=%", "/%zz", "/track%f", "*"})
  void urlThatCannotBeDecodedIsRefused(String target) throws Exception {
    try (RawConnection connection = new RawConnection(INGEST.port())) {
      String answer =
          connection
              .send(
                  "POST "
                      + target
                      + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                      + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
              .readAll();

      assertThat(answer)
          .startsWith("HTTP/1.1 400")
          .contains("\"ok\":false", "\"error_code\":\"invalid-request\"");
    }
  }
}
