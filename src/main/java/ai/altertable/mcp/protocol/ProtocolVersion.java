package ai.altertable.mcp.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The protocol revisions that are served, oldest first. */
public enum ProtocolVersion {
  V2025_03_26("2025-03-26"),
  V2025_06_18("2025-06-18"),
  V2025_11_25("2025-11-25"),
  V2026_07_28("2026-07-28");

  /** What a client without any header speaks (transports, revision 2025-06-18). */
  public static final ProtocolVersion ASSUMED = V2025_03_26;

  /** What a client is offered that asks for an unknown revision in the handshake. */
  public static final ProtocolVersion NEWEST_LEGACY = V2025_11_25;

  private static final ProtocolVersion[] VALUES = values();

  private final String wire;

  ProtocolVersion(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }

  /** Whether it is stateless, without the handshake. */
  public boolean modern() {
    return compareTo(V2026_07_28) >= 0;
  }

  public boolean atLeast(ProtocolVersion other) {
    return compareTo(other) >= 0;
  }

  /** The revision of that name; empty for null and for revisions that are not served. */
  public static Optional<ProtocolVersion> parse(String wire) {
    for (ProtocolVersion version : VALUES) {
      if (version.wire.equals(wire)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /** Names of the stateless revisions, as {@code server/discover} lists them. */
  public static List<String> modernNames() {
    return Arrays.stream(VALUES).filter(ProtocolVersion::modern).map(v -> v.wire).toList();
  }

  /** Names of the handshake era's revisions. */
  public static List<String> legacyNames() {
    return Arrays.stream(VALUES).filter(v -> !v.modern()).map(v -> v.wire).toList();
  }
}
