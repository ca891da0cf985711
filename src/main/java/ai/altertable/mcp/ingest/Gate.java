package ai.altertable.mcp.ingest;

import ai.altertable.mcp.platform.RateLimiter;
import ai.altertable.mcp.platform.TrustedProxies;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.UUID;

/** Lets in whoever has a living key, as often as it may come. Shared by the instances of a node. */
final class Gate {
  private static final int GUESSES_A_MINUTE = 60;
  private static final int GUESSES_AT_ONCE = 120;

  private final EventKeys keys;
  private final TrustedProxies proxies;
  private final RateLimiter<UUID> events;
  private final RateLimiter<String> guesses =
      new RateLimiter<>(GUESSES_A_MINUTE, Duration.ofMinutes(1), GUESSES_AT_ONCE);

  /**
   * @param events of each key
   */
  Gate(EventKeys keys, TrustedProxies proxies, RateLimiter<UUID> events) {
    this.keys = keys;
    this.proxies = proxies;
    this.events = events;
  }

  /**
   * @return fails with {@link Problem}
   */
  Future<EventKey> admit(RoutingContext context) {
    HttpServerRequest request = context.request();
    String key = KeyHeader.of(request).orElse(null);
    if (key == null) {
      return Future.failedFuture(
          new Problem(
              401,
              "missing-api-key",
              "Send the environment's key as Authorization: Bearer, X-API-Key or ?apiKey=."));
    }
    if (!keys.knows(key)) {
      // looking costs the database something, so nobody may guess on and on
      Duration wait = guesses.acquire(proxies.client(request).ip());
      if (!wait.isZero()) {
        return Future.failedFuture(tooOften("Too many keys were tried.", wait));
      }
    }
    return keys.find(key)
        .map(
            found ->
                found.orElseThrow(
                    () -> new Problem(401, "invalid-api-key", "There is no such key.")));
  }

  /**
   * @throws Problem when the key has sent more than it may
   */
  void limit(EventKey key, int count) {
    Duration wait = events.acquire(key.id(), count);
    if (!wait.isZero()) {
      throw tooOften("This key sends more events than it may.", wait);
    }
  }

  private static Problem tooOften(String message, Duration wait) {
    return Problem.later(429, "rate-limited", message, wait.plusMillis(999).toSeconds());
  }
}
