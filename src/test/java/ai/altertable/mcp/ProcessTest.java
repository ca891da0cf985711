package ai.altertable.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.Jvm;
import ai.altertable.mcp.testing.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The product as a process: how it starts, what signals do to it, what it leaves behind. */
class ProcessTest {
  private static final Path DATA = Path.of("target", "process-test").toAbsolutePath();
  private static final Vertx VERTX = Vertx.vertx();
  private static final WebClient HTTP = WebClient.create(VERTX);

  private final int management = Ports.free();

  @AfterAll
  static void close() {
    Await.get(VERTX.close());
  }

  @Test
  void isReadyWhenItSaysSoAndLeavesNothingBehindAfterTerm() throws Exception {
    Path classes = Path.of("target", "process-test-classes.log").toAbsolutePath();
    Map<String, String> told =
        Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load=info:file=" + classes + "::filecount=0");
    try (Jvm product = start(told)) {
      product.awaitOutput("Ctrl-C stops it.");

      assertThat(get("/health/live").statusCode()).isEqualTo(200);
      HttpResponse<Buffer> ready = get("/health/ready");
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.bodyAsString()).contains("database").doesNotContain("DOWN");
      HttpResponse<Buffer> metrics = get("/metrics");
      assertThat(metrics.getHeader("Content-Type")).startsWith("text/plain; version=0.0.4");
      assertThat(metrics.bodyAsString()).contains("jvm_memory_used_bytes");
      assertThat(get("/other").statusCode()).isEqualTo(404);
      assertThat(product.output()).contains("claude mcp add --transport http altertable http://");

      product.signal("TERM");
      assertThat(product.await()).isEqualTo(143);
      assertThat(DATA.resolve("postgres/data/postmaster.pid")).doesNotExist();
      // a node alone pays nothing for what a cluster needs; Vert.x looks at the manager's class,
      // and the JVM at what that one mentions
      assertThat(Files.readAllLines(classes))
          .anyMatch(line -> line.contains(" ai.altertable.mcp.Application "))
          .noneMatch(line -> line.contains(" com.hazelcast.instance."))
          // nor for traces that nobody wants
          .noneMatch(line -> line.contains(" io.opentelemetry."))
          .noneMatch(line -> line.contains(" org.slf4j.bridge."));
    }
  }

  @Test
  void aSecondInstanceIsRefusedAndTheFirstGoesOn() throws Exception {
    try (Jvm first = start(Map.of())) {
      first.awaitOutput("Ctrl-C stops it.");

      try (Jvm second = start(Map.of("ALTERTABLE_MANAGEMENT_PORT", "0"))) {
        assertThat(second.await()).isEqualTo(1);
        assertThat(second.output())
            .contains("cannot start: another instance")
            .doesNotContain("Exception");
      }

      assertThat(get("/health/ready").statusCode()).isEqualTo(200);
      first.signal("INT");
      assertThat(first.await()).isEqualTo(130);
    }
  }

  @Test
  void aPortInUseStopsTheStartAndFreesEverything() throws Exception {
    try (ServerSocket other =
            new ServerSocket(management, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        Jvm product = start(Map.of())) {
      assertThat(product.await()).isEqualTo(1);
      assertThat(other.isBound()).isTrue();
      assertThat(product.output()).contains("management.host and management.port say where");
      assertThat(DATA.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }
  }

  @Test
  void aSignalDuringTheStartLeavesNothingBehind() throws Exception {
    try (Jvm product = start(Map.of())) {
      product.awaitOutput("embedded PostgreSQL is ready");
      product.signal("INT");

      assertThat(product.await()).isEqualTo(130);
      assertThat(DATA.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }
  }

  @Test
  void faultsOfTheConfigurationAreAllPrinted() throws Exception {
    try (Jvm product = start(Map.of("ALTERTABLE_MCP_PORT", "x", "ALTERTABLE_NOT_A_KEY", "1"))) {
      assertThat(product.await()).isEqualTo(2);
      assertThat(product.output())
          .contains("mcp.port = x: must be a whole number", "ALTERTABLE_NOT_A_KEY")
          .doesNotContain("Exception");
    }
  }

  @Test
  void checksAConfigurationByAStart() throws Exception {
    try (Jvm check = start(Map.of(), "check")) {
      assertThat(check.await()).isZero();
      assertThat(check.output()).contains("ready millis=", "starts with this configuration");
      assertThat(DATA.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }
  }

  @Test
  void tellsHowToUseIt() throws Exception {
    try (Jvm help = start(Map.of(), "--help");
        Jvm version = start(Map.of(), "--version");
        Jvm wrong = start(Map.of(), "--colour");
        Jvm unknown = start(Map.of(), "make", "coffee")) {
      assertThat(help.await()).isZero();
      assertThat(help.output()).contains("--conf FILE");
      assertThat(version.await()).isZero();
      assertThat(version.output()).startsWith("altertable-mcp ");
      assertThat(wrong.await()).isEqualTo(2);
      assertThat(wrong.output()).contains("no such option: --colour");
      assertThat(unknown.await()).isEqualTo(2);
      assertThat(unknown.output()).contains("no such command: make coffee");
    }
  }

  @Test
  void logsJsonWhenAskedTo() throws Exception {
    try (Jvm product = start(Map.of("ALTERTABLE_LOG_FORMAT", "json"))) {
      product.awaitOutput("Ctrl-C stops it.");

      assertThat(product.output().lines().filter(line -> line.contains("Application")))
          .singleElement()
          .asString()
          .startsWith("{")
          .contains("\"level\":\"INFO\"", "ready millis=");
      product.signal("TERM");
      product.await();
    }
  }

  private Jvm start(Map<String, String> environment, String... arguments) throws IOException {
    Map<String, String> all = new HashMap<>();
    all.put("ALTERTABLE_DATA_DIR", DATA.toString());
    all.put("ALTERTABLE_MANAGEMENT_PORT", Integer.toString(management));
    all.put("ALTERTABLE_MCP_PORT", Integer.toString(Ports.free()));
    all.put("ALTERTABLE_APP_PORT", Integer.toString(Ports.free()));
    all.put("ALTERTABLE_DEMO_ENABLED", "false");
    all.putAll(environment);
    return Jvm.start(all, Main.class, arguments);
  }

  private HttpResponse<Buffer> get(String path) {
    return Await.get(HTTP.get(management, "127.0.0.1", path).send());
  }
}
