package ai.altertable.mcp.oauth.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.oauth.attack.Attack;
import ai.altertable.mcp.oauth.attack.AttackTable;
import ai.altertable.mcp.oauth.attack.Family;
import ai.altertable.mcp.oauth.policy.DocumentUrls;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestDocuments;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Addresses of clients' documents that lead to somebody's inside. */
class SsrfAttackTest implements AttackTable {
  private static final DocumentUrls URLS = new DocumentUrls(false);

  private static final String[] NEVER_FETCHED = {
    "",
    "https://",
    "https:///id",
    "https://example.com",
    "https://example.com/",
    "http://example.com/id",
    "HTTPS://example.com/id",
    "ftp://example.com/id",
    "https://example.com:8443/id",
    "https://example.com:80/id",
    "https://user@example.com/id",
    "https://user:password@example.com/id",
    "https://example.com@evil.example/id",
    "https://example.com\\@evil.example/id",
    "https://example.com/id#fragment",
    "https://example.com/a/../id",
    "https://example.com/a/%2e%2e/id",
    "https://example.com/./id",
    "https://example.com./id",
    "https://EXAMPLE.com/id",
    "https://exa mple.com/id",
    "https://ex\u00e4mple.com/id",
    "https://example.com/\r\nX: y",
    "https://localhost/id",
    "https://intranet/id",
    "https://127.0.0.1/id",
    "https://127.1/id",
    "https://2130706433/id",
    "https://0x7f000001/id",
    "https://0177.0.0.1/id",
    "https://[::1]/id",
    "https://[::ffff:127.0.0.1]/id",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.1.nip.1/id",
    "https://-a.example/id",
    "https://a_b.example/id",
    "file:///etc/passwd",
    "data:application/json,{}",
    "jar:https://example.com/a!/b"
  };

  /** What a good name resolves to, alone or beside a public address. */
  private static final String[] NEVER_CONNECTED_TO = {
    "127.0.0.1",
    "10.1.2.3",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.1.1",
    "0.0.0.0",
    "::1",
    "fd00::1",
    "fe80::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::"
  };

  private static Vertx vertx;
  private static TestDocuments site;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    site = new TestDocuments(vertx);
    site.json("/private", new JsonObject());
  }

  @AfterAll
  static void stop() {
    Await.get(vertx.close());
  }

  @Override
  public Stream<Attack> attacks() {
    return Stream.concat(
        Stream.of(NEVER_FETCHED)
            .map(
                url ->
                    new Attack(
                        Family.SSRF,
                        "fetches '" + url + "'",
                        () -> assertThat(URLS.parse(url)).isEmpty())),
        Stream.of(NEVER_CONNECTED_TO)
            .map(
                address ->
                    new Attack(
                        Family.SSRF,
                        "a name that resolves to " + address,
                        () -> {
                          refuses(address);
                          refuses("1.1.1.1", address);
                        })));
  }

  private static void refuses(String... addresses) throws UnknownHostException {
    List<InetAddress> found = new ArrayList<>();
    for (String address : addresses) {
      found.add(InetAddress.getByName(address));
    }
    SafeFetcher fetcher =
        new SafeFetcher(
            vertx,
            new HttpClientOptions(),
            host -> Future.succeededFuture(found),
            false,
            Clock.systemUTC());
    URI url = URI.create("http://docs.example:" + site.port() + "/private");
    Throwable failure = Await.failure(fetcher.fetch(url, 1000));
    assertThat(failure).isInstanceOf(FetchFailed.class).hasMessageContaining("public address");
    assertThat(failure.getMessage()).doesNotContain(addresses);
    assertThat(site.asked("/private")).isZero();
  }
}
