package ai.altertable.mcp.oauth.http;

import ai.altertable.mcp.config.LimitsConfig.Rate;
import ai.altertable.mcp.config.OAuthConfig;
import ai.altertable.mcp.oauth.client.Client;
import ai.altertable.mcp.oauth.policy.RequestOrigin;
import ai.altertable.mcp.platform.AddressBlock;
import ai.altertable.mcp.platform.RateLimiter;
import java.time.Duration;

/**
 * How often may be asked: by an address before anything else, so that no flood reaches the
 * database, and by a client once it is known. A client that proves itself has a share of its own.
 * One that cannot has one at each address: what somebody sends elsewhere in its name costs nobody
 * else anything. Of one node; thread-safe.
 */
public final class RequestLimits {
  private final RateLimiter<String> addresses;
  private final RateLimiter<String> clients;
  private final RateLimiter<String> registrations;

  public RequestLimits(OAuthConfig config) {
    this.addresses = limiter(config.requests().address());
    this.clients = limiter(config.requests().client());
    int perHour = config.registrations().perHour();
    this.registrations = new RateLimiter<>(perHour, Duration.ofHours(1), perHour);
  }

  private static RateLimiter<String> limiter(Rate rate) {
    return new RateLimiter<>(rate.perSecond(), Duration.ofSeconds(1), rate.burst());
  }

  /**
   * Counts a request against its address.
   *
   * @throws TooManyRequests when the address has used up its share
   */
  void admit(RequestOrigin origin) {
    check(addresses.acquire(AddressBlock.of(origin.address())));
  }

  /**
   * Counts a request against its client; to be called before anything is stored for it.
   *
   * @param client authenticated
   * @throws TooManyRequests when the client has used up its share
   */
  void admit(Client client, RequestOrigin origin) {
    String key =
        client.isPublic() ? client.id() + '\n' + AddressBlock.of(origin.address()) : client.id();
    check(clients.acquire(key));
  }

  /**
   * Counts a new registration against its address.
   *
   * @throws TooManyRequests when the address has used up its share
   */
  void admitNew(RequestOrigin origin) {
    check(registrations.acquire(AddressBlock.of(origin.address())));
  }

  private static void check(Duration wait) {
    if (!wait.isZero()) {
      throw new TooManyRequests(wait);
    }
  }
}
