package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.RateLimiter;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Slows down guessing, without letting a stranger lock an account's owner out: tight for one
 * account from one address, wider for one account from everywhere and for one address over all
 * accounts. Counts for unknown accounts as well, so it tells nothing about which exist.
 */
public final class SignInThrottle {
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final int OF_ACCOUNT_AND_ADDRESS = 8;
  private static final int OF_ACCOUNT = 60;
  private static final int OF_ADDRESS = 120;

  private final RateLimiter<AccountAndAddress> pair =
      new RateLimiter<>(OF_ACCOUNT_AND_ADDRESS, WINDOW, OF_ACCOUNT_AND_ADDRESS);
  private final RateLimiter<String> account = new RateLimiter<>(OF_ACCOUNT, WINDOW, OF_ACCOUNT);
  private final RateLimiter<String> address = new RateLimiter<>(OF_ADDRESS, WINDOW, OF_ADDRESS);

  private record AccountAndAddress(String email, String from) {}

  /**
   * Takes an attempt.
   *
   * @return zero when it may go on, else how long to wait
   */
  public Duration take(String email, String from) {
    return Stream.of(
            pair.acquire(new AccountAndAddress(email, from)),
            account.acquire(email),
            address.acquire(from))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** The password was right: the attempts before it were the owner's. */
  public void succeeded(String email, String from) {
    pair.forget(new AccountAndAddress(email, from));
  }
}
