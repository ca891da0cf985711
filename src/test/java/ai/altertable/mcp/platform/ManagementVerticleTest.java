package ai.altertable.mcp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.Ports;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagementVerticleTest {
  private static final TestDatabase DATABASE = TestDatabase.create();

  private final Metrics metrics = new Metrics(Map.of());
  private final Readiness readiness = new Readiness();
  private final Vertx vertx = Vertx.vertx();
  private final int port = Ports.free();

  @AfterEach
  void close() {
    Await.get(vertx.close());
  }

  @Test
  void isReadyOnlyBetweenTheEndOfTheStartAndTheBeginningOfTheStop() {
    deploy(DATABASE.connect(vertx));

    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    readiness.set(true);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    readiness.set(false);
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void isNotReadyWithoutTheDatabaseButAlive() {
    deploy(PlatformDatabase.connect(vertx, DATABASE.access().platform().setPort(Ports.free()), 1));
    readiness.set(true);

    HttpResponse<Buffer> ready = get("/health/ready");

    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.bodyAsJsonObject().getJsonArray("checks").encode())
        .contains("{\"id\":\"database\",\"status\":\"DOWN\"");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void isAliveBeforeItHasADatabase() {
    deploy();

    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    HttpResponse<Buffer> ready = get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.bodyAsJsonObject().getJsonArray("checks").encode())
        .contains("{\"id\":\"started\",\"status\":\"DOWN\"")
        .contains("{\"id\":\"database\",\"status\":\"DOWN\"");
  }

  @Test
  void showsTheMetersOfTheRooms() {
    metrics.registry().counter("altertable.test", "kind", "a").increment(3);
    deploy(DATABASE.connect(vertx));

    assertThat(get("/metrics").bodyAsString()).contains("altertable_test_total{kind=\"a\"} 3.0");
  }

  @Test
  void answersReadsOnly() {
    deploy(DATABASE.connect(vertx));

    HttpResponse<Buffer> answer = send(HttpMethod.POST, "/metrics");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.getHeader("Allow")).isEqualTo("GET, HEAD");
  }

  private void deploy(PlatformDatabase database) {
    readiness.rely(database);
    deploy();
  }

  private void deploy() {
    HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(port);
    Await.get(vertx.deployVerticle(new ManagementVerticle(options, metrics, readiness)));
  }

  private HttpResponse<Buffer> get(String path) {
    return send(HttpMethod.GET, path);
  }

  private HttpResponse<Buffer> send(HttpMethod method, String path) {
    return Await.get(WebClient.create(vertx).request(method, port, "127.0.0.1", path).send());
  }
}
