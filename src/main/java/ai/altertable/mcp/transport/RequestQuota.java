package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.platform.AddressBlock;
import ai.altertable.mcp.platform.TrustedProxies;
import io.vertx.core.http.HttpServerRequest;

/** Counts requests against their token's quota, or their address's before there is a token. */
final class RequestQuota {
  private final RateLimiter limiter;
  private final TrustedProxies proxies;

  RequestQuota(RateLimiter limiter, TrustedProxies proxies) {
    this.limiter = limiter;
    this.proxies = proxies;
  }

  /**
   * @param caller null without a token
   * @throws Rejection 429 when the quota is used up
   */
  void count(HttpServerRequest request, Caller caller) {
    String key =
        caller != null
            ? caller.grantId().toString()
            : "address " + AddressBlock.of(proxies.client(request).ip());
    int seconds = limiter.acquire(key);
    if (seconds > 0) {
      throw Rejection.retryAfter(429, seconds, "too many requests; slow down");
    }
  }
}
