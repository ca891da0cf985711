package ai.altertable.mcp.transport;

import static ai.altertable.mcp.transport.Client.call;
import static ai.altertable.mcp.transport.Client.request;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.testing.SelfSigned;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The endpoint behind https, where clients speak HTTP/2: many requests on one connection. */
@Timeout(120)
class Http2Test {
  private static final JsonObject NONE = new JsonObject();
  private static final int STREAMS = 50;
  @TempDir private static Path directory;
  private static TestEndpoint endpoint;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    SelfSigned made = SelfSigned.create(directory);
    endpoint =
        new TestEndpoint(
            Map.of(
                "ALTERTABLE_TLS_CERTIFICATE",
                Files.writeString(directory.resolve("certificate.pem"), made.certificate())
                    .toString(),
                "ALTERTABLE_TLS_KEY",
                Files.writeString(directory.resolve("key.pem"), made.key()).toString(),
                "ALTERTABLE_LIMITS_BODY_BYTES",
                "65536"),
            key -> 0);
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .sslContext(trusting(made.certificate()))
            .build();
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  private static SSLContext trusting(String certificate)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    store.setCertificateEntry(
        "test",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static Client anonymous() {
    return new Client(http, "https://localhost:" + endpoint.port);
  }

  private static Client client() {
    return anonymous().token(TestEndpoint.READ);
  }

  @Test
  void bothErasAreServed() throws Exception {
    Client session = client().initialize("2025-11-25");

    assertThat(TestTools.names(client().modern(1, "tools/list", NONE).result())).contains("echo");
    assertThat(TestTools.names(session.post(request(2, "tools/list", NONE)).result()))
        .contains("echo");
    HttpResponse<InputStream> stream = session.open("GET", null);
    assertThat(stream.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(stream.statusCode()).isEqualTo(200);
    stream.body().close();
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization, Bearer wrong, 401",
    "Origin, http://evil.example, 403",
    "Accept, text/html, 406",
    "Content-Type, text/plain, 415",
    "Content-Encoding, gzip, 415",
    "MCP-Protocol-Version, 2025-11-25, 400"
  })
  void refusalsAreThoseOfTheOlderHttp(String header, String value, int status) {
    Client client = client().modernHeaders("tools/list", NONE).header(header, value);

    assertThat(client.post(Client.modernRequest(1, "tools/list", NONE)).status()).isEqualTo(status);
  }

  @Test
  void announcedOversizeIsRefused() {
    assertThat(client().post(" ".repeat(65_537)).status()).isEqualTo(413);
  }

  @Test
  void closingTheStreamCancelsAndOthersGoOn() throws Exception {
    JsonObject wait = call("wait", NONE);
    CompletableFuture<HttpResponse<String>> pending =
        client()
            .modernHeaders("tools/call", wait)
            .later(Client.modernRequest(1, "tools/call", wait));
    ToolCall running = endpoint.tools.calls.poll(20, SECONDS);
    pending.cancel(true);

    assertThat(endpoint.tools.cancelled.poll(20, SECONDS)).isEqualTo(running.callId());
    assertThat(client().modern(2, "tools/list", NONE).status()).isEqualTo(200);
  }

  @Test
  void streamsStandSideBySideOnOneConnectionWhileCallsAreServed() throws Exception {
    List<HttpResponse<InputStream>> streams = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      streams.add(client().initialize("2025-11-25").open("GET", null));
    }
    assertThat(streams).allMatch(stream -> stream.statusCode() == 200);
    assertThat(client().modern(1, "tools/list", NONE).status()).isEqualTo(200);
    for (HttpResponse<InputStream> stream : streams) {
      stream.body().close();
    }
    assertThat(client().modern(2, "tools/list", NONE).status()).isEqualTo(200);
  }
}
