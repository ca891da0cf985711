package ai.altertable.mcp.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Slows down guessing, without letting a stranger lock an account's owner out: tight for one
 * account from one address, wider for one account from everywhere and for one address over all
 * accounts. Counts for unknown accounts as well, so it tells nothing about which exist.
 */
public final class SignInThrottle {
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final int KEYS = 20_000;

  private final AttemptLimit pair;
  private final AttemptLimit account;
  private final AttemptLimit address;

  public SignInThrottle(Clock clock) {
    this.pair = new AttemptLimit(8, WINDOW, KEYS, clock);
    this.account = new AttemptLimit(60, WINDOW, KEYS, clock);
    this.address = new AttemptLimit(120, WINDOW, KEYS, clock);
  }

  /**
   * Takes an attempt.
   *
   * @return zero when it may go on, else how long to wait
   */
  public Duration take(String email, String from) {
    return List.of(
            Map.entry(address, from), Map.entry(account, email), Map.entry(pair, key(email, from)))
        .stream()
        .map(limit -> limit.getKey().take(limit.getValue()))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** The password was right: the attempts before it were the owner's. */
  public void succeeded(String email, String from) {
    pair.reset(key(email, from));
  }

  private static String key(String email, String from) {
    return from + ' ' + email;
  }
}
