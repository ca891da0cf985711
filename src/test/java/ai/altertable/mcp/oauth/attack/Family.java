package ai.altertable.mcp.oauth.attack;

/** What kind of attack a case is. */
public enum Family {
  /** A client is made to believe one server's answer to be another's (RFC 9207). */
  MIX_UP,
  /** A code or token of somebody else is put into a flow. */
  CODE_INJECTION,
  PKCE_DOWNGRADE,
  /** The answer is to go where the client never said, or a page is to lead elsewhere. */
  REDIRECT,
  CSRF,
  CLICKJACKING,
  /** Parameters twice, in the wrong place, or ones that contradict each other. */
  POLLUTION,
  JWT_CONFUSION,
  /** Something that is good once is presented again. */
  REPLAY,
  /** Many requests at a time where one is expected. */
  RACE,
  /** What is bound to a key, without that key (RFC 9449). */
  KEY_BINDING,
  SSRF,
  /** Header, log and page injection. */
  INJECTION,
  OVERSIZED,
  SESSION_FIXATION,
  /** Finding out which accounts there are. */
  ENUMERATION,
  /** Trying until something fits. */
  GUESSING,
  /** One organization's or environment's ids in another's requests. */
  TENANT_SWAP
}
