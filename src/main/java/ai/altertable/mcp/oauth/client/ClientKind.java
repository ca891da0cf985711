package ai.altertable.mcp.oauth.client;

import java.util.Locale;

/** Where the server knows a client from. */
public enum ClientKind {
  /** It registered itself (RFC 7591): nothing that it says of itself is verified. */
  REGISTERED,
  /** An operator registered it. */
  PREREGISTERED,
  /** Its {@code client_id} is the address of its metadata document, so the address is verified. */
  DOCUMENT,
  /** It acts as a service account. */
  SERVICE_ACCOUNT;

  /** The name in the database. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ClientKind parse(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
