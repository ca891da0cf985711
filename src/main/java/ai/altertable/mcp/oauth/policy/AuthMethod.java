package ai.altertable.mcp.oauth.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a client authenticates at the token endpoint (RFC 7591 section 2). */
public enum AuthMethod {
  /** A public client: it cannot keep a secret. */
  NONE,
  /** HTTP Basic, RFC 6749 section 2.3.1. */
  CLIENT_SECRET_BASIC,
  /** Form parameters, RFC 6749 section 2.3.1. */
  CLIENT_SECRET_POST,
  /** A signed assertion, RFC 7523 section 2.2. */
  PRIVATE_KEY_JWT;

  /** Whether the server and the client share a secret. */
  public boolean hasSecret() {
    return this == CLIENT_SECRET_BASIC || this == CLIENT_SECRET_POST;
  }

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<AuthMethod> parse(String wire) {
    return Arrays.stream(values()).filter(method -> method.wire().equals(wire)).findFirst();
  }

  /** Every method's wire name. */
  public static List<String> wireNames() {
    return Arrays.stream(values()).map(AuthMethod::wire).toList();
  }
}
