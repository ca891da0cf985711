package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.administration.Reach;
import ai.altertable.mcp.identity.ReachableEnvironment;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** The environments of an organization, as options of a form's field {@code environment}. */
final class EnvironmentChoices {
  private final Reach reach;

  EnvironmentChoices(Reach reach) {
    this.reach = reach;
  }

  Future<List<Map<String, Object>>> of(Visit visit) {
    return reach
        .environments(visit.actor(), visit.organization())
        .map(
            all ->
                Options.of(
                    all,
                    one -> one.tenant().environment(),
                    ReachableEnvironment::environmentName,
                    visit.fields().text("environment")));
  }
}
