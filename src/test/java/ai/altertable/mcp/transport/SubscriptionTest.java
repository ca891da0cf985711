package ai.altertable.mcp.transport;

import static ai.altertable.mcp.transport.Client.request;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.BusCodecs;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.platform.WatchTable;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.Ports;
import ai.altertable.mcp.testing.TestDatabase;
import ai.altertable.mcp.tools.content.ContentNotices;
import ai.altertable.mcp.transport.session.StoredWatches;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * News of what is saved on one node, to agents that listen on another: two nodes that share the
 * database and nothing else.
 */
@Timeout(60)
class SubscriptionTest {
  private static final String ENTITIES = "altertable://ontology/entities/";
  private static ProductEndpoint saving;
  private static final Vertx LISTENING = Vertx.vertx();
  private static DatabaseListener notices;
  private static int listeningPort;
  private static String production;
  private static String staging;

  @BeforeAll
  static void start() {
    saving = new ProductEndpoint();
    BusCodecs.register(LISTENING.eventBus());
    notices = new DatabaseListener(LISTENING, saving.harness.fixture.database.access().platform());
    ContentNotices.listen(LISTENING, notices);
    StoredWatches watches =
        new StoredWatches(new WatchTable(saving.harness.fixture.database.connect(LISTENING)));
    watches.listen(notices);
    Await.get(notices.start());
    listeningPort = Ports.free();
    saving.deploy(LISTENING, ProductEndpoint.config(listeningPort, saving.port), watches);
    production = save(saving.harness.production);
    staging = save(saving.harness.staging);
  }

  @AfterAll
  static void stop() {
    Await.get(notices.close());
    Await.get(LISTENING.close());
    saving.close();
  }

  private static String save(Tenant tenant) {
    return saving
        .harness
        .ok(
            tenant,
            "create_knowledge",
            new JsonObject().put("title", "Title").put("content", "Content"))
        .getString("slug");
  }

  private static void update(Tenant tenant, String sql) {
    Await.get(
        saving.harness.fixture.platform.inEnvironment(
            tenant.environmentId(), connection -> connection.query(sql).execute()));
  }

  private static void change(Tenant tenant, String slug) {
    update(tenant, "UPDATE knowledge SET content = content || '!' WHERE slug = '" + slug + "'");
  }

  private static Client client(String token) {
    return new Client("http://127.0.0.1:" + listeningPort).token(token);
  }

  /** Listens in the newest era and waits for the acknowledgement. */
  private static EventReader listen(String token, JsonObject notifications) {
    JsonObject params = new JsonObject().put("notifications", notifications);
    EventReader reader =
        new EventReader(
            client(token)
                .modernHeaders("subscriptions/listen", params)
                .open("POST", Client.modernRequest(5, "subscriptions/listen", params).encode()));
    assertThat(reader.next().getString("method"))
        .isEqualTo("notifications/subscriptions/acknowledged");
    return reader;
  }

  private static JsonObject resources(String... uris) {
    return new JsonObject().put("resourceSubscriptions", new JsonArray(java.util.List.of(uris)));
  }

  private static JsonObject lists() {
    return new JsonObject().put("resourcesListChanged", true);
  }

  private static String uri(JsonObject message) {
    assertThat(message.getString("method")).isEqualTo("notifications/resources/updated");
    return message.getJsonObject("params").getString("uri");
  }

  @Test
  void savingTellsListenersOfAnotherNodeThatTheListChanged() {
    try (EventReader reader = listen(ProductEndpoint.READER, lists())) {
      Client.Answer saved =
          saving
              .client(ProductEndpoint.WRITER)
              .modern(
                  1,
                  "tools/call",
                  Client.call(
                      "create_memory",
                      new JsonObject()
                          .put("type", "semantic")
                          .put("content", "something new")
                          .put("importance", 5)));
      assertThat(saved.status()).isEqualTo(200);
      JsonObject news = reader.next();
      assertThat(news.getString("method")).isEqualTo("notifications/resources/list_changed");
      assertThat(
              news.getJsonObject("params")
                  .getJsonObject("_meta")
                  .getValue("io.modelcontextprotocol/subscriptionId"))
          .isEqualTo(5);
    }
  }

  @Test
  void savingAnInsightUpdatesItsResourceForListenersOfAnotherNode() {
    JsonObject sql =
        new JsonObject()
            .put("title", "Customers")
            .put("kind", "sql")
            .put(
                "sql_definition",
                new JsonObject().put("statement", "SELECT count(*) AS n FROM shop.customers"))
            .put(
                "sql_parameters", new JsonObject().put("y_axis_columns", new JsonArray().add("n")));
    String slug =
        saving.harness.ok(saving.harness.production, "create_insight", sql).getString("slug");
    JsonObject renamed = new JsonObject().put("slug", slug).put("title", "All customers");
    try (EventReader reader = listen(ProductEndpoint.READER, resources(ENTITIES + slug))) {
      JsonObject saved =
          saving
              .client(ProductEndpoint.WRITER)
              .modern(1, "tools/call", Client.call("update_insight", renamed))
              .result();
      assertThat(saved.getBoolean("isError", false)).as(saved.encode()).isFalse();

      assertThat(uri(reader.next())).isEqualTo(ENTITIES + slug);
    }
  }

  @Test
  void changingTellsWhoWatchesTheResource() {
    try (EventReader reader = listen(ProductEndpoint.READER, resources(ENTITIES + production))) {
      change(saving.harness.production, production);
      assertThat(uri(reader.next())).isEqualTo(ENTITIES + production);
    }
  }

  @Test
  void sessionHearsOnItsStreamWhatItSubscribedTo() {
    Client session = client(ProductEndpoint.READER).initialize("2025-11-25");
    String other = save(saving.harness.production);
    JsonObject params = new JsonObject().put("uri", ENTITIES + production);
    assertThat(session.post(request(2, "resources/subscribe", params)).result()).isEmpty();
    try (EventReader reader = new EventReader(session.open("GET", null))) {
      change(saving.harness.production, other);
      change(saving.harness.production, production);
      assertThat(nextUpdate(reader)).isEqualTo(ENTITIES + production);
      save(saving.harness.production);
      assertThat(reader.next().getString("method"))
          .isEqualTo("notifications/resources/list_changed");

      session.post(request(3, "resources/unsubscribe", params));
      session.post(
          request(4, "resources/subscribe", new JsonObject().put("uri", ENTITIES + other)));
      change(saving.harness.production, production);
      change(saving.harness.production, other);
      assertThat(nextUpdate(reader)).isEqualTo(ENTITIES + other);
    }
  }

  @Test
  void subscriptionMayReachAnotherNodeThanTheStream() {
    Client here = client(ProductEndpoint.READER).initialize("2025-11-25");
    Client there = saving.client(ProductEndpoint.READER).like(here);
    String before = save(saving.harness.production);
    String after = save(saving.harness.production);
    subscribe(there, "resources/subscribe", before);
    try (EventReader reader = new EventReader(here.open("GET", null))) {
      change(saving.harness.production, before);
      assertThat(nextUpdate(reader)).isEqualTo(ENTITIES + before);

      subscribe(there, "resources/subscribe", after);
      change(saving.harness.production, after);
      assertThat(nextUpdate(reader)).isEqualTo(ENTITIES + after);

      subscribe(there, "resources/unsubscribe", before);
      change(saving.harness.production, before);
      change(saving.harness.production, after);
      assertThat(nextUpdate(reader)).isEqualTo(ENTITIES + after);
    }
  }

  private static void subscribe(Client session, String method, String slug) {
    JsonObject params = new JsonObject().put("uri", ENTITIES + slug);
    assertThat(session.post(request(9, method, params)).status()).isEqualTo(200);
  }

  @Test
  void sessionWatchesABoundedNumberOfResources() {
    Client session = client(ProductEndpoint.READER).initialize("2025-11-25");
    for (int i = 0; i < 200; i++) {
      subscribe(session, "resources/subscribe", "INS-" + i);
    }
    subscribe(session, "resources/subscribe", "INS-7");
    JsonObject params = new JsonObject().put("uri", ENTITIES + "INS-200");
    assertThat(session.post(request(9, "resources/subscribe", params)).error().getInteger("code"))
        .isEqualTo(-32600);
    subscribe(session, "resources/unsubscribe", "INS-7");
    subscribe(session, "resources/subscribe", "INS-200");
  }

  /** Past news of the list, which sessions get unasked. */
  private static String nextUpdate(EventReader reader) {
    JsonObject message = reader.next();
    while (message.getString("method").equals("notifications/resources/list_changed")) {
      message = reader.next();
    }
    return uri(message);
  }

  @Test
  void newsStayInTheirEnvironment() {
    assertThat(production).isEqualTo(staging);
    try (EventReader reader =
        listen(ProductEndpoint.STAGING, resources(ENTITIES + staging).mergeIn(lists()))) {
      change(saving.harness.production, production);
      save(saving.harness.production);
      save(saving.harness.staging);
      assertThat(reader.next().getString("method"))
          .isEqualTo("notifications/resources/list_changed");
      change(saving.harness.production, production);
      change(saving.harness.staging, staging);
      assertThat(uri(reader.next())).isEqualTo(ENTITIES + staging);
      // Had news of the other environment come late, they would be next.
      save(saving.harness.staging);
      assertThat(reader.next().getString("method"))
          .isEqualTo("notifications/resources/list_changed");
    }
  }

  @Test
  void usingAMemoryIsNoNews() {
    String memory =
        saving
            .harness
            .ok(
                saving.harness.production,
                "create_memory",
                new JsonObject()
                    .put("type", "semantic")
                    .put("content", "zebras")
                    .put("importance", 9))
            .getString("slug");
    try (EventReader reader =
        listen(ProductEndpoint.READER, resources(ENTITIES + memory, ENTITIES + production))) {
      saving.harness.ok(
          saving.harness.production, "search_memory", new JsonObject().put("query", "zebras"));
      change(saving.harness.production, production);
      assertThat(uri(reader.next())).isEqualTo(ENTITIES + production);
      update(
          saving.harness.production,
          "UPDATE memory SET importance = 1 WHERE slug = '" + memory + "'");
      assertThat(uri(reader.next())).isEqualTo(ENTITIES + memory);
    }
  }

  @Test
  void modelChangesItsTableToo() {
    update(
        saving.harness.production,
        """
        INSERT INTO semantic_model (environment_id, slug, catalog, schema_name, table_name,
          definition, created_by)
        VALUES (current_environment(), 'MDL-70', 'lakehouse', 'shop', 'big orders', '{}', 'x')
        """);
    String table = "altertable://connections/lakehouse/shop/big%20orders";
    try (EventReader reader =
        listen(ProductEndpoint.READER, resources(table, ENTITIES + "MDL-70"))) {
      update(
          saving.harness.production,
          "UPDATE semantic_model SET endorsement = 'verified' WHERE slug = 'MDL-70'");
      assertThat(Set.of(uri(reader.next()), uri(reader.next())))
          .containsExactlyInAnyOrder(table, ENTITIES + "MDL-70");
      update(saving.harness.production, "DELETE FROM semantic_model WHERE slug = 'MDL-70'");
      assertThat(Set.of(uri(reader.next()), uri(reader.next())))
          .containsExactlyInAnyOrder(table, ENTITIES + "MDL-70");
    }
  }

  @Test
  void afterALostConnectionEverythingWatchedMayHaveChanged() {
    try (EventReader reader =
        listen(ProductEndpoint.READER, resources(ENTITIES + production).mergeIn(lists()))) {
      TestDatabase.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
              + " 'altertable-mcp listener' AND datname = '"
              + saving.harness.fixture.database.access().platform().getDatabase()
              + "'");
      assertThat(reader.next().getString("method"))
          .isEqualTo("notifications/resources/list_changed");
      assertThat(uri(reader.next())).isEqualTo(ENTITIES + production);
      change(saving.harness.production, production);
      assertThat(uri(reader.next())).isEqualTo(ENTITIES + production);
    }
  }
}
