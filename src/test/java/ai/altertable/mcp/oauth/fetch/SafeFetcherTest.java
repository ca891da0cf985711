package ai.altertable.mcp.oauth.fetch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestDocuments;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeFetcherTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final TestDocuments SITE = new TestDocuments(VERTX);
  private static final int MOST = 5 * 1024;

  @TempDir private Path directory;

  @AfterAll
  static void stop() {
    Await.get(VERTX.close());
  }

  private static Lookup to(String... addresses) {
    List<InetAddress> found = new ArrayList<>();
    for (String address : addresses) {
      try {
        found.add(InetAddress.getByName(address));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return host -> Future.succeededFuture(found);
  }

  private static SafeFetcher fetcher(Lookup lookup, boolean privateAddresses) {
    return new SafeFetcher(
        VERTX, new HttpClientOptions(), lookup, privateAddresses, Clock.systemUTC());
  }

  private static URI named(String path) {
    return URI.create("http://docs.example:" + SITE.port() + path);
  }

  private static String why(SafeFetcher fetcher, String path) {
    Throwable failure = Await.failure(fetcher.fetch(named(path), MOST));
    assertThat(failure).isInstanceOf(FetchFailed.class);
    assertThat(failure.getMessage()).doesNotContain("127.0.0.1", "docs.example");
    return failure.getMessage();
  }

  @Test
  void asksTheAddressThatItLookedUpOnceAndNamesTheHost() {
    AtomicInteger lookups = new AtomicInteger();
    AtomicReference<String> host = new AtomicReference<>();
    SITE.handle(
        "/pinned",
        request -> {
          host.set(request.authority().toString());
          request
              .response()
              .putHeader("Content-Type", "application/json; charset=utf-8")
              .putHeader("Cache-Control", "max-age=600")
              .end("{\"a\":1}");
        });
    Lookup rebinding =
        name -> to(lookups.incrementAndGet() == 1 ? "127.0.0.1" : "192.0.2.1").addresses(name);
    Fetched<JsonObject> fetched = Await.get(fetcher(rebinding, true).fetch(named("/pinned"), MOST));
    assertThat(fetched.value().getInteger("a")).isEqualTo(1);
    assertThat(fetched.fresh()).isEqualTo(Duration.ofMinutes(10));
    assertThat(lookups).hasValue(1);
    assertThat(host).hasValue("docs.example:" + SITE.port());
  }

  @Test
  void followsNoRedirect() {
    SITE.json("/target", new JsonObject());
    SITE.handle(
        "/redirect",
        request ->
            request.response().setStatusCode(302).putHeader("Location", SITE.url("/target")).end());
    assertThat(why(fetcher(to("127.0.0.1"), true), "/redirect")).contains("302");
    assertThat(SITE.asked("/target")).isZero();
  }

  @Test
  void takesPlainJsonObjectsOnly() {
    SafeFetcher fetcher = fetcher(to("127.0.0.1"), true);
    SITE.answer("/html", "text/html", "{}");
    SITE.answer("/array", "application/json", "[1]");
    SITE.answer("/garbage", "application/json", "{");
    SITE.answer("/null", "application/json", "null");
    SITE.answer("/empty", "application/json", "");
    SITE.handle(
        "/packed",
        request ->
            request
                .response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Encoding", "gzip")
                .end("{}"));
    SITE.handle("/untyped", request -> request.response().end("{}"));
    for (String path :
        List.of("/html", "/array", "/garbage", "/null", "/empty", "/packed", "/untyped")) {
      assertThat(why(fetcher, path)).as(path).containsIgnoringCase("json");
    }
    SITE.answer("/suffix", "application/cimd+json", "{}");
    assertThat(Await.get(fetcher.fetch(named("/suffix"), MOST)).value()).isEmpty();
  }

  @Test
  void stopsReadingWhatIsTooLarge() {
    SITE.answer("/limit", "application/json", "{\"a\":\"" + "x".repeat(MOST - 8) + "\"}");
    SITE.handle(
        "/endless",
        request -> {
          request.response().putHeader("Content-Type", "application/json").setChunked(true);
          request.response().write("{\"a\":\"" + "x".repeat(MOST));
        });
    SafeFetcher fetcher = fetcher(to("127.0.0.1"), true);
    assertThat(Await.get(fetcher.fetch(named("/limit"), MOST)).value()).hasSize(1);
    assertThat(why(fetcher, "/endless")).contains("larger than 5120 bytes");
  }

  @Test
  void waitsABoundedTimeHoweverSlowlyItComes() {
    SITE.handle(
        "/silent",
        request ->
            request.response().putHeader("Content-Type", "application/json").setChunked(true));
    SafeFetcher hasty =
        new SafeFetcher(
            VERTX,
            new HttpClientOptions(),
            to("127.0.0.1"),
            true,
            Duration.ofMillis(200),
            Clock.systemUTC());
    assertThat(why(hasty, "/silent")).contains("cannot be fetched");
  }

  @Test
  void fetchesABoundedNumberAtATime() {
    SITE.handle("/held", request -> {});
    SafeFetcher fetcher =
        new SafeFetcher(
            VERTX,
            new HttpClientOptions(),
            to("127.0.0.1"),
            true,
            Duration.ofSeconds(2),
            Clock.systemUTC());
    List<Future<Fetched<JsonObject>>> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add(fetcher.fetch(named("/held"), MOST));
    }
    assertThat(many.stream().filter(one -> one.failed()).map(one -> one.cause().getMessage()))
        .hasSize(8)
        .allMatch(message -> message.contains("too many"));
    Await.get(Future.join(many).otherwiseEmpty());
    SITE.json("/after", new JsonObject());
    assertThat(Await.get(fetcher.fetch(named("/after"), MOST)).value()).isEmpty();
  }

  @Test
  void believesOnlyTheCertificateOfThatName() throws Exception {
    Path store = directory.resolve("store.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command =
        new ArrayList<>(
            List.of(keytool, "-genkeypair", "-alias", "test", "-keyalg", "EC", "-storetype"));
    command.addAll(List.of("PKCS12", "-storepass", "changeit", "-keystore", store.toString()));
    command.addAll(List.of("-dname", "CN=docs.example", "-ext", "san=dns:docs.example"));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    byte[] certificate =
        KeyStore.getInstance(store.toFile(), "changeit".toCharArray())
            .getCertificate("test")
            .getEncoded();
    Path pem =
        Files.writeString(
            directory.resolve("ca.pem"),
            "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(certificate)
                + "\n-----END CERTIFICATE-----\n");
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(new PfxOptions().setPath(store.toString()).setPassword("changeit"));
    int port =
        Await.get(
                VERTX
                    .createHttpServer(options)
                    .requestHandler(
                        request ->
                            request
                                .response()
                                .putHeader("Content-Type", "application/json")
                                .end("{}"))
                    .listen(0, "127.0.0.1"))
            .actualPort();
    SafeFetcher trusting =
        new SafeFetcher(
            VERTX,
            new HttpClientOptions()
                .setTrustOptions(new PemTrustOptions().addCertPath(pem.toString())),
            to("127.0.0.1"),
            true,
            Clock.systemUTC());
    URI right = URI.create("https://docs.example:" + port + "/doc");
    URI wrong = URI.create("https://other.example:" + port + "/doc");
    assertThat(Await.get(trusting.fetch(right, MOST)).value()).isEmpty();
    assertThat(Await.failure(trusting.fetch(wrong, MOST))).isInstanceOf(FetchFailed.class);
    assertThat(Await.failure(fetcher(to("127.0.0.1"), true).fetch(right, MOST)))
        .isInstanceOf(FetchFailed.class);
  }
}
