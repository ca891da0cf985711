package ai.altertable.mcp.oauth.policy;

import java.util.Locale;

/** Error codes of RFC 6749, 7591, 8707, 9449 and OpenID Connect that this server answers. */
public enum OAuthErrorCode {
  INVALID_REQUEST(400),
  INVALID_CLIENT(401),
  INVALID_GRANT(400),
  UNAUTHORIZED_CLIENT(400),
  UNSUPPORTED_GRANT_TYPE(400),
  UNSUPPORTED_RESPONSE_TYPE(400),
  UNSUPPORTED_TOKEN_TYPE(400),
  INVALID_SCOPE(400),
  INVALID_TARGET(400),
  ACCESS_DENIED(400),
  INTERACTION_REQUIRED(400),
  REQUEST_NOT_SUPPORTED(400),
  REQUEST_URI_NOT_SUPPORTED(400),
  INVALID_REDIRECT_URI(400),
  INVALID_CLIENT_METADATA(400),
  INVALID_DPOP_PROOF(400),
  SERVER_ERROR(500),
  TEMPORARILY_UNAVAILABLE(503);

  private final int status;

  OAuthErrorCode(int status) {
    this.status = status;
  }

  /** The HTTP status of an answer in JSON. */
  public int status() {
    return status;
  }

  /** The code on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
