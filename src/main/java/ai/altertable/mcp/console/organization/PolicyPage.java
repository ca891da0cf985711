package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.identity.admin.OrganizationPolicy;
import ai.altertable.mcp.identity.admin.OrganizationPolicy.ClientRule;
import ai.altertable.mcp.identity.admin.Policies;
import ai.altertable.mcp.identity.admin.Refused;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /console/:organization/-/policy}: what people may give to clients. */
final class PolicyPage {
  private static final String SECTION = "policy";
  private static final String PATH = "/console/:organization/-/policy";

  private final Policies policies;

  PolicyPage(Policies policies) {
    this.policies = policies;
  }

  void mount(ConsoleFrame frame) {
    frame.page(PATH, this::show);
    frame.form(PATH, this::show, this::set);
  }

  private Future<View> show(Visit visit) {
    return policies
        .get(visit.actor(), visit.organization())
        .map(
            policy ->
                View.of("console-policy", "Policy")
                    .in(SECTION)
                    .with("path", visit.admin(SECTION))
                    .with("policy", visit.refusal().isPresent() ? typed(visit) : shown(policy)));
  }

  private Future<Done> set(Visit visit) {
    Fields form = visit.fields();
    OrganizationPolicy policy =
        new OrganizationPolicy(
            rule(form.text("clients")),
            form.text("listed").lines().toList(),
            form.ticked("write"),
            days(form),
            form.ticked("second_factor"));
    return policies
        .set(visit.actor(), visit.organization(), policy)
        .map(
            done ->
                Done.at(visit.admin(SECTION), "The policy is saved. What it forbids has ended."));
  }

  private static ClientRule rule(String wire) {
    return Arrays.stream(ClientRule.values())
        .filter(rule -> rule.wire().equals(wire))
        .findAny()
        .orElseThrow(() -> Refused.invalid("clients", "Choose which clients may connect."));
  }

  private static Optional<Integer> days(Fields form) {
    try {
      return form.get("days").map(Integer::valueOf);
    } catch (NumberFormatException e) {
      throw Refused.invalid("longest_grant_days", "The days must be a whole number.");
    }
  }

  private static Map<String, Object> shown(OrganizationPolicy policy) {
    return model(
        policy.clientRule().wire(),
        String.join("\n", policy.clients()),
        policy.writeAllowed(),
        policy.longestGrantDays().map(String::valueOf).orElse(""),
        policy.requireSecondFactor());
  }

  private static Map<String, Object> typed(Visit visit) {
    Fields form = visit.fields();
    return model(
        form.text("clients"),
        form.text("listed"),
        form.ticked("write"),
        form.text("days"),
        form.ticked("second_factor"));
  }

  private static Map<String, Object> model(
      String rule, String listed, boolean write, String days, boolean secondFactor) {
    Map<String, String> labels =
        Map.of(
            "any", "Any client",
            "verified", "Verified clients: those that publish their metadata under their own host",
            "listed", "Only those listed below");
    return Map.of(
        "rules",
            Options.of(List.of("any", "verified", "listed"), value -> value, labels::get, rule),
        "listed", listed,
        "write", write,
        "days", days,
        "secondFactor", secondFactor);
  }
}
