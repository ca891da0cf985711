package ai.altertable.mcp.config;

import java.time.Duration;
import java.util.Set;

/**
 * The authorization server's policy, keys {@code oauth.*}.
 *
 * @param accessToken lifetime of an access token
 * @param refreshToken a refresh token unused this long is dead
 * @param grant absolute lifetime of a grant
 * @param keyRotation how long a signing key is used
 * @param redirectSchemes private-use URI schemes (RFC 8252 section 7.1) that clients may register
 * @param privateAddresses development only: fetches clients' documents from private addresses too
 * @param registrations bounds of dynamic client registration
 * @param requests bounds of requests for tokens and for authorization
 */
public record OAuthConfig(
    Duration accessToken,
    Duration refreshToken,
    Duration grant,
    Duration keyRotation,
    Set<String> redirectSchemes,
    boolean privateAddresses,
    Registrations registrations,
    Requests requests) {
  public OAuthConfig {
    redirectSchemes = Set.copyOf(redirectSchemes);
  }

  /**
   * Bounds of dynamic client registration (RFC 7591 section 5).
   *
   * @param perHour registrations an hour from one address
   * @param unusedLifetime an unused client is removed after this long
   */
  public record Registrations(int perHour, Duration unusedLifetime) {}

  /**
   * How often clients may ask, on each node.
   *
   * @param address of one network address, whichever clients share it
   * @param client of one client that proves itself, or of one that cannot at one address
   */
  public record Requests(LimitsConfig.Rate address, LimitsConfig.Rate client) {}
}
