package ai.altertable.mcp.identity;

import java.util.Locale;

/** The first factor of a sign-in. */
public enum SignInMethod {
  PASSWORD,
  /** The upstream OpenID provider. */
  UPSTREAM,
  /** A new account, made with an invitation. */
  INVITATION;

  /** The name in the database and in the audit log. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static SignInMethod parse(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
