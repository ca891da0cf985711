package ai.altertable.mcp.api;

import ai.altertable.mcp.api.ApiProblem.Kind;
import ai.altertable.mcp.config.LimitsConfig.Rate;
import ai.altertable.mcp.platform.AddressBlock;
import ai.altertable.mcp.platform.RateLimiter;
import java.time.Duration;
import java.util.UUID;

/**
 * How often the API may be called: by one address before its token is looked at, and by one grant.
 */
final class ApiLimits {
  private final RateLimiter<String> addresses;
  private final RateLimiter<UUID> grants;

  ApiLimits(Rate rate) {
    this.addresses = new RateLimiter<>(rate.perSecond(), Duration.ofSeconds(1), rate.burst());
    this.grants = new RateLimiter<>(rate.perSecond(), Duration.ofSeconds(1), rate.burst());
  }

  /**
   * @throws TooOften when the address has used up its share
   */
  void admit(String address) {
    check(addresses.acquire(AddressBlock.of(address)));
  }

  /**
   * @throws TooOften when the grant has used up its share
   */
  void admit(UUID grantId) {
    check(grants.acquire(grantId));
  }

  private static void check(Duration wait) {
    if (!wait.isZero()) {
      throw new TooOften(wait);
    }
  }

  /** Somebody asks more often than they may. */
  static final class TooOften extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long seconds;

    private TooOften(Duration wait) {
      super("too often", null, false, false);
      this.seconds = wait.toSeconds() + 1;
    }

    long seconds() {
      return seconds;
    }

    ApiProblem problem() {
      return new ApiProblem(
          Kind.RATE_LIMITED, "Try again in " + seconds + (seconds == 1 ? " second." : " seconds."));
    }
  }
}
