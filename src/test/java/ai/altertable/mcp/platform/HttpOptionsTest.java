package ai.altertable.mcp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.config.HttpConfig;
import ai.altertable.mcp.config.LimitsConfig;
import ai.altertable.mcp.config.ListenAddress;
import ai.altertable.mcp.config.TlsConfig;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.SelfSigned;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpOptionsTest {
  private static final int HEADER_BYTES = 4_096;
  private static final LimitsConfig LIMITS =
      new LimitsConfig(
          1_000_000,
          HEADER_BYTES,
          Duration.ofSeconds(30),
          1_000,
          new LimitsConfig.Rate(1, 1),
          new LimitsConfig.Calls(1, 1, 1),
          new LimitsConfig.Streams(1, 1, Duration.ofSeconds(1)));

  private final Vertx vertx = Vertx.vertx();

  @TempDir private Path directory;

  @AfterEach
  void close() {
    Await.get(vertx.close());
  }

  @Test
  void servesHttpsWithHttp2() throws Exception {
    TlsConfig tls = selfSigned();
    int port = listen(Optional.of(tls));
    WebClientOptions options =
        new WebClientOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setTrustOptions(new PemTrustOptions().addCertPath(tls.certificate().toString()));

    HttpResponse<?> two = get(options.setProtocolVersion(HttpVersion.HTTP_2), port, "/", "x");
    HttpResponse<?> one =
        get(options.setUseAlpn(false).setProtocolVersion(HttpVersion.HTTP_1_1), port, "/", "x");

    assertThat(two.version()).isEqualTo(HttpVersion.HTTP_2);
    assertThat(two.statusCode()).isEqualTo(200);
    assertThat(one.version()).isEqualTo(HttpVersion.HTTP_1_1);
    assertThat(one.statusCode()).isEqualTo(200);
  }

  @Test
  void refusesHeadsThatAreTooLarge() {
    int port = listen(Optional.empty());
    WebClientOptions options = new WebClientOptions();
    String large = "x".repeat(2 * HEADER_BYTES);

    assertThat(get(options, port, "/", "x").statusCode()).isEqualTo(200);
    assertThat(get(options, port, "/", large).statusCode()).isEqualTo(431);
    assertThat(get(options, port, "/" + large, "x").statusCode()).isEqualTo(414);
  }

  private int listen(Optional<TlsConfig> tls) {
    HttpServer server =
        vertx
            .createHttpServer(
                HttpOptions.server(
                    new ListenAddress("127.0.0.1", 0), new HttpConfig(tls, List.of()), LIMITS))
            .requestHandler(request -> request.response().end("ok"));
    return Await.get(server.listen()).actualPort();
  }

  private HttpResponse<?> get(WebClientOptions options, int port, String path, String header) {
    WebClient client = WebClient.create(vertx, options);
    return Await.get(client.get(port, "localhost", path).putHeader("X-Test", header).send());
  }

  private TlsConfig selfSigned() throws IOException {
    SelfSigned made = SelfSigned.create(directory);
    return new TlsConfig(
        Files.writeString(directory.resolve("certificate.pem"), made.certificate()),
        Files.writeString(directory.resolve("key.pem"), made.key()));
  }
}
