package ai.altertable.mcp.oauth.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentCacheTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");

  private Instant now = START;
  private final List<Promise<Fetched<String>>> loads = new ArrayList<>();
  private final DocumentCache<String> cache =
      new DocumentCache<>(
          VERTX, ((InstantSource) () -> now).withZone(ZoneOffset.UTC), url -> load());

  @AfterAll
  static void stop() {
    Await.get(VERTX.close());
  }

  private Future<Fetched<String>> load() {
    Promise<Fetched<String>> load = Promise.promise();
    loads.add(load);
    return load.future();
  }

  private void answer(int number, String value, Duration fresh) {
    loads.get(number).complete(new Fetched<>(value, fresh));
  }

  @Test
  void fetchesOnceForManyAndKeepsItItsTime() {
    List<Future<String>> many = Stream.generate(() -> cache.get("u")).limit(50).toList();
    answer(0, "one", Duration.ofMinutes(10));
    Await.get(Future.all(many));
    now = START.plusSeconds(599);
    assertThat(Await.get(cache.get("u"))).isEqualTo("one");
    assertThat(loads).hasSize(1);
    now = START.plusSeconds(600);
    Future<String> again = cache.get("u");
    answer(1, "two", Duration.ofMinutes(10));
    assertThat(Await.get(again)).isEqualTo("two");
  }

  @Test
  void remembersAFailureForSecondsOnly() {
    Future<String> failing = cache.get("u");
    loads.get(0).fail(new FetchFailed("it cannot be fetched"));
    Await.failure(failing);
    Await.failure(cache.get("u"));
    assertThat(loads).hasSize(1);
    now = START.plusSeconds(5);
    cache.get("u");
    assertThat(loads).hasSize(2);
  }

  @Test
  void asksAgainForWhatDoesNotFitButNotAllTheTime() {
    Future<String> first = cache.get("u");
    answer(0, "old keys", Duration.ofHours(1));
    Await.get(first);
    assertThat(Await.get(cache.get("u", "new keys"::equals))).isEqualTo("old keys");
    assertThat(loads).hasSize(1);
    now = START.plusSeconds(30);
    Future<String> again = cache.get("u", "new keys"::equals);
    answer(1, "new keys", Duration.ofHours(1));
    assertThat(Await.get(again)).isEqualTo("new keys");
  }

  @Test
  void isBounded() {
    for (int i = 0; i < 2_001; i++) {
      Future<String> one = cache.get("u" + i);
      answer(i, "x", Duration.ofHours(1));
      Await.get(one);
    }
    cache.get("u2000");
    assertThat(loads).hasSize(2_001);
    cache.get("u0");
    assertThat(loads).hasSize(2_002);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Cache-Control | max-age=3600 | 3600",
        "Cache-Control | public, max-age=3600 | 3600",
        "Cache-Control | max-age=999999999 | 86400",
        "Cache-Control | max-age=99999999999 | 86400",
        "Cache-Control | max-age=1 | 60",
        "Cache-Control | max-age=-5 | 300",
        "Cache-Control | no-store | 60",
        "Cache-Control | no-cache, max-age=3600 | 60",
        "Expires | Wed, 25 Nov 2026 11:00:00 GMT | 3600",
        "Expires | 0 | 60",
        "X-Other | x | 300",
      })
  void keepsByHeadersWithinBounds(String name, String value, long seconds) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(name, value);
    assertThat(Freshness.of(headers, START)).isEqualTo(Duration.ofSeconds(seconds));
  }
}
