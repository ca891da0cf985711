package ai.altertable.mcp.identity;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The browser that somebody signs in with.
 *
 * @param address network address
 * @param userAgent as the browser says, or empty
 * @param oldSession token of the session it has, which ends at sign-in so that none is fixated
 * @param arrival how a sign-in from it is recorded
 */
public record Visit(
    String address, String userAgent, Optional<String> oldSession, Arrival arrival) {
  private static final int LONGEST_AGENT = 300;

  public Visit {
    requireNonNull(address, "address is null");
    userAgent =
        userAgent
            .substring(0, Math.min(userAgent.length(), LONGEST_AGENT))
            .replaceAll("\\p{C}", "");
    requireNonNull(oldSession, "oldSession is null");
    requireNonNull(arrival, "arrival is null");
  }
}
