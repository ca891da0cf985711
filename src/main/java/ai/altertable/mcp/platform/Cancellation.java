package ai.altertable.mcp.platform;

import java.util.ArrayList;
import java.util.List;

/** Tells running work that nobody waits for it any more. Used from one context; not thread-safe. */
public final class Cancellation {
  private final List<Runnable> actions = new ArrayList<>();
  private boolean cancelled;

  public boolean cancelled() {
    return cancelled;
  }

  /** Runs every registered action once; later calls do nothing. */
  public void cancel() {
    if (cancelled) {
      return;
    }
    cancelled = true;
    List<Runnable> pending = List.copyOf(actions);
    actions.clear();
    pending.forEach(Runnable::run);
  }

  /**
   * Registers what stops the work; runs at once when it is cancelled already.
   *
   * @return takes the action back, when the work is done
   */
  public Runnable onCancel(Runnable action) {
    if (cancelled) {
      action.run();
      return () -> {};
    }
    actions.add(action);
    return () -> actions.remove(action);
  }
}
