package ai.altertable.mcp.console;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.identity.ReachableEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The organizations and environments of a consent form. With one organization an environment is
 * named by its slug; with several by {@code organization/environment}, so that one choice cannot
 * mean two environments.
 */
final class ConsentChoices {
  private final List<ReachableEnvironment> environments;
  private final boolean several;

  /**
   * @param environments not empty, ordered by organization
   */
  ConsentChoices(List<ReachableEnvironment> environments) {
    this.environments = environments;
    this.several =
        environments.stream().map(one -> one.tenant().organizationId()).distinct().count() > 1;
  }

  /** Whether there is more than one organization. */
  boolean several() {
    return several;
  }

  /** Whether any environment could be written to. */
  boolean writable() {
    return environments.stream().anyMatch(one -> one.scopes().contains(Scope.WRITE));
  }

  /**
   * The environment that a form names.
   *
   * @return empty when there is none, or when it is not of the organization that the form names
   */
  Optional<ReachableEnvironment> find(Optional<String> organization, Optional<String> environment) {
    return environments.stream()
        .filter(one -> environment.filter(value(one.tenant())::equals).isPresent())
        .filter(one -> organization.map(one.tenant().organization()::equals).orElse(!several))
        .findAny();
  }

  /** The options of the organization select. */
  List<Map<String, Object>> organizations(Optional<String> selected) {
    Map<String, Map<String, Object>> bySlug = new LinkedHashMap<>();
    environments.forEach(
        one ->
            bySlug.computeIfAbsent(
                one.tenant().organization(),
                slug -> option(slug, one.organizationName(), selected)));
    return List.copyOf(bySlug.values());
  }

  /** The options of the environment select. */
  List<Map<String, Object>> environments(Optional<String> selected) {
    return environments.stream()
        .map(one -> option(value(one.tenant()), label(one), selected))
        .toList();
  }

  /** How the form names an environment. */
  String value(Tenant one) {
    return several ? one.path() : one.environment();
  }

  private String label(ReachableEnvironment one) {
    return several ? Words.place(one) : one.environmentName();
  }

  private static Map<String, Object> option(String value, String label, Optional<String> selected) {
    return Map.of(
        "value", value, "label", label, "selected", selected.filter(value::equals).isPresent());
  }
}
