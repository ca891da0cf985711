package ai.altertable.mcp.transport;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.protocol.ClientCapabilities;
import ai.altertable.mcp.protocol.LogLevel;
import ai.altertable.mcp.protocol.ProtocolVersion;
import ai.altertable.mcp.transport.session.Session;

/** Which wire a request speaks. */
sealed interface Era {
  ProtocolVersion version();

  ClientCapabilities capabilities();

  /**
   * Without the handshake, from 2026-07-28 on.
   *
   * @param logLevel the least severe that the request asks for, or null for no log messages
   */
  record Modern(ProtocolVersion version, ClientCapabilities capabilities, LogLevel logLevel)
      implements Era {
    public Modern {
      requireNonNull(version, "version is null");
      requireNonNull(capabilities, "capabilities is null");
    }
  }

  /** With the handshake, up to 2025-11-25. */
  record Legacy(Session session) implements Era {
    public Legacy {
      requireNonNull(session, "session is null");
    }

    @Override
    public ProtocolVersion version() {
      return session.version();
    }

    @Override
    public ClientCapabilities capabilities() {
      return session.capabilities();
    }
  }
}
