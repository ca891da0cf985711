package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.analytics.NearestNames;
import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolFault;
import ai.altertable.mcp.tools.result.Fence;
import ai.altertable.mcp.tools.search.EnvironmentNames;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code analyze_funnel}: where people drop out between some events, and why. */
final class FunnelPrompt implements Prompt {
  private static final String STEPS = "steps";
  private static final String DAYS = "days";
  private static final int MAX_STEPS = 10;
  private static final int MAX_DAYS = 365;
  private static final int DEFAULT_DAYS = 30;
  private static final int MAX_NAME = 200;
  private static final Description DESCRIPTION =
      new Description(
          "analyze_funnel",
          "Analyze a funnel",
          "Find out where people drop out between events, for whom it is worst, and since when",
          List.of(
              new Argument(STEPS, "Event names in their order, with commas between them", true),
              new Argument(DAYS, "How many days back, 1 to 365; 30 when left out", false)));

  private final EnvironmentNames names;
  private final Completers completers;

  FunnelPrompt(EnvironmentNames names, Completers completers) {
    this.names = names;
    this.completers = completers;
  }

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public Map<String, Completer> completers() {
    return Map.of(
        STEPS,
        Completers.lastOf(completers.events()),
        DAYS,
        Completers.fixed("7", "14", "30", "90"));
  }

  @Override
  public Future<String> text(ToolContext context, Map<String, String> arguments) {
    List<String> steps =
        Arrays.stream(arguments.get(STEPS).split(","))
            .map(String::strip)
            .filter(step -> !step.isEmpty())
            .toList();
    if (steps.size() < 2 || steps.size() > MAX_STEPS) {
      throw new ToolFault("steps must name 2 to " + MAX_STEPS + " events");
    }
    int days = days(arguments.getOrDefault(DAYS, String.valueOf(DEFAULT_DAYS)));
    return names.events(context).map(events -> text(context, steps(steps, events), days));
  }

  private static String text(ToolContext context, List<EnvironmentNames.Event> steps, int days) {
    String listed =
        steps.stream()
            .map(step -> Fence.line(step.name(), MAX_NAME) + " (" + step.volume() + " events)")
            .collect(Collectors.joining("\n"));
    return """
        Analyze the funnel of the last %d days in environment %s through these events, in this \
        order (with how often each came in the last 90 days):
        %s

        Go about it like this:
        1. list_events with search shows the properties of each event: plan, country, device and \
        the like are what the funnel can be broken down by.
        2. %s
        3. Report for each step: people who got there, the share of the step before, the share of \
        the first step, and the median time since the step before. Count people, not events.
        4. Take the step that loses most. Break it down by two or three properties, one at a time, \
        and name the groups that differ clearly and are large enough to matter; say how large.
        5. Compare with the %d days before. When a step changed suddenly, find the day, and check \
        whether an event stopped coming rather than people.
        6. Leave out the interval that is not over yet, and people who entered too late to finish.

        End with what to do about it, in order of what it would win, and with what the data cannot \
        tell. Save nothing unless I ask for it; then use create_insight for the funnel and \
        create_discovery for the finding."""
        .formatted(days, context.tenant().path(), Fence.around(listed), means(), days);
  }

  /** How the numbers are had, by what this server can do. */
  private static String means() {
    return InsightParser.KINDS.contains("funnel")
        ? "Run it with execute_insight, kind funnel; search_docs for \"funnel definition\" shows"
            + " the shape."
        : "Run it with query_lakehouse over product_analytics.events: for each person (identity_uuid,"
            + " else distinct_id) the first time of step 1, then the first time of each further step"
            + " after the one before.";
  }

  private static List<EnvironmentNames.Event> steps(
      List<String> steps, List<EnvironmentNames.Event> events) {
    return steps.stream().map(step -> find(step, events)).toList();
  }

  private static EnvironmentNames.Event find(String step, List<EnvironmentNames.Event> events) {
    return events.stream()
        .filter(event -> event.name().equals(step))
        .findFirst()
        .orElseThrow(
            () ->
                new ToolFault(
                    "there is no event \""
                        + step
                        + "\" in the last 90 days."
                        + NearestNames.didYouMean(
                            step, events.stream().map(EnvironmentNames.Event::name).toList())));
  }

  private static int days(String text) {
    try {
      int days = Integer.parseInt(text);
      if (days >= 1 && days <= MAX_DAYS) {
        return days;
      }
    } catch (NumberFormatException notANumber) {
      throw new ToolFault("days must be a number from 1 to " + MAX_DAYS);
    }
    throw new ToolFault("days must be a number from 1 to " + MAX_DAYS);
  }
}
