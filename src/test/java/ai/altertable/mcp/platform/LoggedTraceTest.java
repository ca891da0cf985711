package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.config.RuntimeConfig;
import ai.altertable.mcp.config.TracingConfig;
import ai.altertable.mcp.platform.tracing.Tracing;
import ai.altertable.mcp.testing.Await;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.client.WebClient;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is logged for a request says which trace it is in. */
class LoggedTraceTest {
  private static final Logger LOG = LoggerFactory.getLogger(LoggedTraceTest.class);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  /** Asks a server that logs, and returns the lines. */
  private static String logged(boolean json, boolean traced) {
    Optional<TracingConfig> config =
        traced
            // Nobody listens there, and nobody needs to.
            ? Optional.of(
                new TracingConfig(URI.create("http://127.0.0.1:9/v1/traces"), Map.of(), 0, "test"))
            : Optional.empty();
    try (Tracing tracing = Tracing.of(config, new SimpleMeterRegistry(), path -> path)) {
      Vertx vertx = tracing.with(Vertx.builder()).build();
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      OutputStreamAppender<ILoggingEvent> appender =
          TestLogging.appender(new RuntimeConfig.Log("INFO", json), tracing.logged(vertx));
      appender.setOutputStream(written);
      ch.qos.logback.classic.Logger logger =
          ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(LOG.getName());
      logger.addAppender(appender);
      try {
        HttpServer server =
            Await.get(
                vertx
                    .createHttpServer()
                    .requestHandler(
                        request -> {
                          LOG.warn("asked");
                          request.response().end();
                        })
                    .listen(0, "127.0.0.1"));
        Await.get(
            WebClient.create(vertx)
                .get(server.actualPort(), "127.0.0.1", "/")
                .putHeader("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .send());
        LOG.warn("of no request");
      } finally {
        logger.detachAppender(appender);
        Await.get(vertx.close());
      }
      return written.toString(UTF_8);
    }
  }

  @Test
  void asText() {
    assertThat(logged(false, true).lines())
        .anyMatch(line -> line.contains(" asked ") && line.contains("trace_id=" + TRACE))
        .anyMatch(line -> line.endsWith(" of no request"));
  }

  @Test
  void asJson() {
    assertThat(logged(true, true).lines().filter(line -> line.contains("\"asked\"")))
        .singleElement()
        .asString()
        .contains("\"trace_id\":\"" + TRACE + "\"");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void notWithoutTracing(boolean json) {
    assertThat(logged(json, false)).contains("asked").doesNotContain("trace_id");
  }
}
