package ai.altertable.mcp.transport.session;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.protocol.ClientCapabilities;
import ai.altertable.mcp.protocol.ProtocolVersion;
import java.time.Instant;

/**
 * A session of the handshake era.
 *
 * @param key secret name of the session inside the server, 128 bits; empty before the handshake
 * @param mark its name in the database and in logs, which gives neither key nor id away
 * @param version negotiated
 * @param capabilities that the client declared
 * @param expiresAt when the id is worth nothing any more
 */
public record Session(
    String key,
    String mark,
    ProtocolVersion version,
    ClientCapabilities capabilities,
    Instant expiresAt) {
  public Session {
    requireNonNull(key, "key is null");
    requireNonNull(mark, "mark is null");
    requireNonNull(version, "version is null");
    requireNonNull(capabilities, "capabilities is null");
    requireNonNull(expiresAt, "expiresAt is null");
  }

  /** What a client speaks that has not shaken hands yet. */
  public static Session unestablished(ProtocolVersion version) {
    return new Session("", "", version, ClientCapabilities.NONE, Instant.MAX);
  }

  public boolean established() {
    return !key.isEmpty();
  }
}
