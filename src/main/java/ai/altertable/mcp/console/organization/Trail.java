package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.administration.Reach;
import io.vertx.core.Future;

/** Puts pages about an environment below it, by its name. */
final class Trail {
  private final Reach reach;

  Trail(Reach reach) {
    this.reach = reach;
  }

  /**
   * The page, below the environment in its path.
   *
   * @param more steps between the two
   */
  Future<View> below(Visit visit, View page, View.Crumb... more) {
    return reach
        .environment(visit.actor(), visit.organization(), visit.environment())
        .map(
            environment -> {
              View placed = Contents.under(visit, environment, page);
              for (View.Crumb step : more) {
                placed = placed.under(step.href(), step.label());
              }
              return placed;
            });
  }
}
