package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.administration.Access;
import ai.altertable.mcp.identity.ReachableEnvironment;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** The environments of an organization, as options of a form's field {@code environment}. */
final class EnvironmentChoices {
  private final Access access;

  EnvironmentChoices(Access access) {
    this.access = access;
  }

  Future<List<Map<String, Object>>> of(Visit visit) {
    return access
        .environments(visit.actor())
        .map(
            all ->
                Options.of(
                    all.stream()
                        .filter(one -> one.tenant().organization().equals(visit.organization()))
                        .toList(),
                    one -> one.tenant().environment(),
                    ReachableEnvironment::environmentName,
                    visit.fields().text("environment")));
  }
}
