package ai.altertable.mcp.platform;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;

/** Brings shared work back to whoever waits for it. */
public final class Contexts {
  private Contexts() {}

  /**
   * The same outcome on the caller's context: a shared future may complete on another verticle's.
   */
  public static <T> Future<T> here(Vertx vertx, Future<T> shared) {
    Promise<T> here = ((ContextInternal) vertx.getOrCreateContext()).promise();
    shared.onComplete(here);
    return here.future();
  }
}
