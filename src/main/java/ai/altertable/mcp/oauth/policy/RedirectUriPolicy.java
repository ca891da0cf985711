package ai.altertable.mcp.oauth.policy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which redirect URIs clients may register, and which presented one is a registered one (RFC 9700
 * section 2.1: string comparison; RFC 8252 section 7.3: any port on loopback).
 */
public final class RedirectUriPolicy {
  private static final int LONGEST = 2048;

  /** RFC 3986 characters, without the fragment's {@code #} and without {@code *}. */
  private static final Pattern CHARACTERS =
      Pattern.compile("[A-Za-z0-9\\-._~:/?\\[\\]@!$&'()+,;=%]+");

  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

  /**
   * An http URI on loopback: origin without port, port, the rest. {@code localhost} is in, against
   * RFC 8252 section 8.3, because real clients use it. What follows the host can only be a port, a
   * path or a query, so no userinfo or suffix can move the host.
   */
  private static final Pattern LOOPBACK =
      Pattern.compile(
          "(http://(?:127(?:\\." + OCTET + "){3}|\\[::1]|localhost))(?::(\\d{1,5}))?((?:[/?].*)?)");

  private static final Pattern DOT_SEGMENT = Pattern.compile("/(?:\\.|%2[eE]){1,2}(?:[/?]|$)");

  private final Set<String> privateSchemes;

  /**
   * @param privateSchemes private-use URI schemes that are allowed besides https and loopback http
   */
  public RedirectUriPolicy(Set<String> privateSchemes) {
    this.privateSchemes = Set.copyOf(privateSchemes);
  }

  /**
   * Judges a URI that a client wants to register.
   *
   * @return what is wrong with it; empty when it is allowed
   */
  public Optional<String> fault(String uri) {
    if (uri.length() > LONGEST) {
      return Optional.of("a redirect URI is longer than " + LONGEST + " characters");
    }
    if (!CHARACTERS.matcher(uri).matches()) {
      return Optional.of(
          "a redirect URI has a fragment, a wildcard or a character that no URI has");
    }
    if (DOT_SEGMENT.matcher(uri).find()) {
      return Optional.of("a redirect URI has a dot segment");
    }
    try {
      return fault(uri, new URI(uri));
    } catch (URISyntaxException e) {
      return Optional.of("a redirect URI is not a URI");
    }
  }

  private Optional<String> fault(String text, URI uri) {
    String scheme = uri.getScheme();
    if (scheme == null) {
      return Optional.of("a redirect URI is not absolute");
    }
    if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
      return Optional.of("a redirect URI has user information");
    }
    return switch (scheme) {
      case "https" ->
          faultUnless(uri.getHost() != null && !uri.isOpaque(), "a redirect URI has no valid host");
      case "http" ->
          faultUnless(
              loopback(text), "http is allowed for 127.0.0.1, [::1] and localhost only; use https");
      default ->
          faultUnless(
              privateSchemes.contains(scheme), "the scheme of a redirect URI is not allowed here");
    };
  }

  private static Optional<String> faultUnless(boolean good, String fault) {
    return good ? Optional.empty() : Optional.of(fault);
  }

  /**
   * Whether a presented URI is the registered one: the same string, or the same loopback URI with
   * any port.
   */
  public boolean matches(String registered, String presented) {
    if (registered.equals(presented)) {
      return true;
    }
    return CHARACTERS.matcher(presented).matches()
        && loopback(presented)
        && withoutPort(registered).equals(withoutPort(presented));
  }

  /** Whether it is an http URI on this machine, with a port that can exist. */
  public static boolean loopback(String uri) {
    Matcher matcher = LOOPBACK.matcher(uri);
    if (!matcher.matches()) {
      return false;
    }
    String port = matcher.group(2);
    return port == null || (Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= 65535);
  }

  /**
   * A loopback URI without its port, which carries no meaning for the comparison; any other URI as
   * it is.
   */
  public static String withoutPort(String uri) {
    Matcher matcher = LOOPBACK.matcher(uri);
    if (!matcher.matches()) {
      return uri;
    }
    String rest = matcher.group(3);
    return matcher.group(1) + (rest.isEmpty() ? "/" : rest);
  }
}
