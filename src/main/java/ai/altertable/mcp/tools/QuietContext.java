package ai.altertable.mcp.tools;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.platform.Cancellation;
import java.time.Instant;

/**
 * The context of work that tells nobody how far it is.
 *
 * @param purpose in place of a tool's name in the databases' own statistics
 * @param cancellation stops the work; of its own when several wait for it
 */
public record QuietContext(
    Caller caller, Instant deadline, Cancellation cancellation, String purpose)
    implements ToolContext {
  public QuietContext {
    requireNonNull(caller, "caller is null");
    requireNonNull(deadline, "deadline is null");
    requireNonNull(cancellation, "cancellation is null");
    requireNonNull(purpose, "purpose is null");
  }

  /** The same for work that goes on when this caller goes away, since others wait for it too. */
  public static QuietContext shared(ToolContext context, String purpose) {
    return new QuietContext(context.caller(), context.deadline(), new Cancellation(), purpose);
  }

  @Override
  public void progress(double progress, Double total, String message) {
    // Nobody listens.
  }

  @Override
  public String tag() {
    return caller.grantId() + "/" + purpose;
  }
}
