package ai.altertable.mcp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.Ports;
import ai.altertable.mcp.testing.TestDatabase;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** {@code /log} of the management listener. */
class LogLevelTest {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String NAME = "ai.altertable.mcp.test.levels";

  private final Vertx vertx = Vertx.vertx();
  private final WebClient http = WebClient.create(vertx);
  private final int port = Ports.free();
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger logger = context.getLogger(NAME + ".One");
  private String deployment;

  @BeforeEach
  void deploy() {
    deployment =
        Await.get(
            vertx.deployVerticle(
                new ManagementVerticle(
                    new HttpServerOptions().setHost("127.0.0.1").setPort(port),
                    new Metrics(Map.of()),
                    new Readiness())));
  }

  @AfterEach
  void close() {
    Await.get(vertx.close());
  }

  @Test
  void aLevelIsSetForAWhileAndGoesBackByItself() {
    Level usual = logger.getEffectiveLevel();

    HttpResponse<Buffer> set = post(body(NAME, "trace", 1));

    assertThat(set.statusCode()).isEqualTo(200);
    JsonObject temporary = set.bodyAsJsonObject().getJsonArray("temporary").getJsonObject(0);
    assertThat(temporary.getString("logger")).isEqualTo(NAME);
    assertThat(temporary.getString("level")).isEqualTo("trace");
    assertThat(temporary.getInstant("until")).isNotNull();
    Await.until(() -> logger.getEffectiveLevel().equals(usual) && get().isEmpty());
    assertThat(context.getLogger(NAME).getLevel()).isNull();
  }

  @Test
  void theLastWordCountsAndZeroTakesItBack() {
    post(body(NAME, "trace", 1));
    post(body(NAME, "debug", 3600));

    assertThat(logger.getEffectiveLevel()).isEqualTo(Level.DEBUG);
    assertThat(get()).hasSize(1);

    post(body(NAME, "debug", 0));

    assertThat(get()).isEmpty();
    assertThat(context.getLogger(NAME).getLevel()).isNull();
  }

  @Test
  void theEndOfTheListenerEndsIt() {
    post(body(NAME, "trace", 3600));
    assertThat(logger.getEffectiveLevel()).isEqualTo(Level.TRACE);

    Await.get(vertx.undeploy(deployment));

    assertThat(context.getLogger(NAME).getLevel()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "nonsense",
        "{}",
        "{\"logger\":7,\"level\":\"debug\"}",
        "{\"logger\":\"ai.altertable.mcp\",\"level\":\"loud\"}",
        "{\"logger\":\"ai.altertable.mcp\",\"level\":\"off\"}",
        "{\"logger\":\"ai.altertable.mcp\",\"level\":\"debug\",\"seconds\":-1}",
        "{\"logger\":\"ai.altertable.mcp\",\"level\":\"debug\",\"seconds\":3601}",
        "{\"logger\":\"ai.altertable.mcp\",\"level\":\"debug\",\"seconds\":9223372036854775807}",
        "{\"logger\":\"ai.altertable.mcp\",\"level\":\"debug\",\"seconds\":\"1\"}",
        "{\"logger\":\"io.netty\",\"level\":\"trace\"}",
        "{\"logger\":\"ROOT\",\"level\":\"trace\"}",
        "{\"logger\":\"ai.altertable.mcp.nobody.made.it\",\"level\":\"trace\"}",
      })
  void whatIsWrongIsRefusedAndChangesNothing(String body) {
    HttpResponse<Buffer> answer = post(body);

    assertThat(answer.statusCode()).as(body).isEqualTo(400);
    assertThat(answer.bodyAsJsonObject().getString("error")).isNotBlank();
    assertThat(get()).isEmpty();
    assertThat(context.exists("ai.altertable.mcp.nobody.made.it")).isNull();
  }

  @Test
  void onlyPlainClientsOfThisMachineSetIt() {
    String good = body(NAME, "trace", 60);

    assertThat(send(json().putHeader("Origin", "http://localhost:" + port), good).statusCode())
        .isEqualTo(403);
    assertThat(send(request().putHeader("Content-Type", "text/plain"), good).statusCode())
        .isEqualTo(415);
    assertThat(post(good + " ".repeat(2000)).statusCode()).isEqualTo(413);
    assertThat(Await.get(http.delete(port, "127.0.0.1", "/log").send()).statusCode())
        .isEqualTo(405);
    assertThat(get()).isEmpty();
  }

  @Test
  void notMoreThanAFewAtATime() {
    for (int i = 0; i < LogLevels.MOST; i++) {
      String name = context.getLogger(NAME + ".many" + i).getName();
      assertThat(post(body(name, "debug", 60)).statusCode()).isEqualTo(200);
    }

    assertThat(post(body(NAME, "debug", 60)).statusCode()).isEqualTo(400);
    assertThat(get()).hasSize(LogLevels.MOST);
  }

  private static String body(String logger, String level, int seconds) {
    return new JsonObject()
        .put("logger", logger)
        .put("level", level)
        .put("seconds", seconds)
        .encode();
  }

  private io.vertx.core.json.JsonArray get() {
    return Await.get(http.get(port, "127.0.0.1", "/log").send())
        .bodyAsJsonObject()
        .getJsonArray("temporary");
  }

  private HttpResponse<Buffer> post(String body) {
    return send(json(), body);
  }

  private HttpRequest<Buffer> request() {
    return http.post(port, "127.0.0.1", "/log");
  }

  private HttpRequest<Buffer> json() {
    return request().putHeader("Content-Type", "application/json");
  }

  private static HttpResponse<Buffer> send(HttpRequest<Buffer> request, String body) {
    return Await.get(request.sendBuffer(Buffer.buffer(body)));
  }
}
