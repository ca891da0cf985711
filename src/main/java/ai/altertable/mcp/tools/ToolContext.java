package ai.altertable.mcp.tools;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.platform.Cancellation;
import java.time.Instant;

/** Who calls, where, until when, and how to talk back. */
public interface ToolContext {
  Caller caller();

  /** The only environment the call may touch. */
  default Tenant tenant() {
    return caller().tenant();
  }

  /** When the caller stops waiting. */
  Instant deadline();

  Cancellation cancellation();

  /**
   * Tells how far the call is; dropped when nobody listens.
   *
   * @param progress must increase
   * @param total in the same unit, or null when unknown
   * @param message for people, or null
   */
  void progress(double progress, Double total, String message);

  /** What the client can be asked, and what it answered so far. */
  default Interaction interaction() {
    return Interaction.NONE;
  }

  /** Names the call in the databases' own statistics: {@code grant/tool/correlation}. */
  String tag();
}
