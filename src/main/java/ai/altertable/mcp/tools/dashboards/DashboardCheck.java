package ai.altertable.mcp.tools.dashboards;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.DefinitionReader;
import ai.altertable.mcp.analytics.NearestNames;
import ai.altertable.mcp.analytics.insight.InsightDefinition;
import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.analytics.insight.SqlVariable;
import ai.altertable.mcp.assets.Dashboard;
import ai.altertable.mcp.assets.Insight;
import ai.altertable.mcp.assets.InsightStore;
import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a dashboard before it is saved: its widgets are whole, the insights exist, and every
 * variable that a widget hands on exists on both sides. Every fault has its JSON path.
 */
final class DashboardCheck {
  static final int MAX_WIDGETS = 50;
  private static final int MAX_VARIABLES = 20;
  private static final int MAX_TEXT = 20_000;
  private static final int MAX_NAME = 100;

  private final InsightStore insights;

  DashboardCheck(InsightStore insights) {
    this.insights = insights;
  }

  /** Fails with {@link DefinitionException}. */
  Future<Void> check(ToolContext context, Dashboard.Draft draft) {
    Set<String> slugs = new LinkedHashSet<>();
    for (Object widget : draft.widgets()) {
      if (widget instanceof JsonObject object
          && object.getValue("insight") instanceof String slug) {
        slugs.add(slug);
      }
    }
    return found(context, slugs)
        .map(
            found -> {
              DefinitionReader reader =
                  DefinitionReader.of(
                      "$",
                      new JsonObject()
                          .put("widgets", draft.widgets())
                          .put("variables", draft.variables()));
              Set<String> variables = variables(reader);
              for (DefinitionReader widget : reader.objects("widgets", 0, MAX_WIDGETS)) {
                widget(widget, found, variables);
              }
              reader.finish();
              return null;
            });
  }

  private Future<Map<String, Insight>> found(ToolContext context, Set<String> slugs) {
    return insights
        .all(context.tenant().environmentId(), List.copyOf(slugs))
        .map(
            all -> {
              Map<String, Insight> found = new LinkedHashMap<>();
              all.forEach(insight -> found.put(insight.slug(), insight));
              return found;
            });
  }

  private static Set<String> variables(DefinitionReader reader) {
    Set<String> names = new LinkedHashSet<>();
    for (DefinitionReader each : reader.objects("variables", 0, MAX_VARIABLES)) {
      String name = each.text("name", MAX_NAME);
      SqlVariable.Type type = each.choice("type", SqlVariable.Type.class, SqlVariable.Type.STRING);
      Optional<Object> value = each.value("default");
      if (value.isEmpty()) {
        each.fault("default", "is missing: without it the dashboard cannot be opened");
      } else if (!SqlVariable.accepts(type, value.get())) {
        each.fault("default", "must be " + type.words());
      }
      each.refuseUnknown();
      if (!names.add(name)) {
        each.fault("name", "must be unique; " + name + " is taken");
      }
    }
    return names;
  }

  private static void widget(
      DefinitionReader widget, Map<String, Insight> found, Set<String> variables) {
    String kind = widget.oneOf("kind", List.of("insight", "text", "section"), "text");
    if (!kind.equals("insight")) {
      widget.text("text", MAX_TEXT);
      widget.refuseUnknown();
      return;
    }
    String slug = widget.text("insight", MAX_NAME);
    Optional<Insight> insight = Optional.ofNullable(found.get(slug));
    if (insight.isEmpty() && !slug.isEmpty()) {
      widget.fault("insight", "names " + slug + ", which is not there; list_insights shows them");
    }
    Optional<Object> mapping = widget.value("variables");
    mapping.ifPresent(
        given -> mapped(widget, given, insight.map(DashboardCheck::own).orElse(null), variables));
    widget.refuseUnknown();
  }

  /** The variables of an insight; those of a statement only. */
  private static Set<String> own(Insight insight) {
    Set<String> own = new LinkedHashSet<>();
    try {
      InsightDefinition definition =
          InsightParser.parse(insight.draft().kind(), insight.draft().definition());
      if (definition instanceof InsightDefinition.Sql sql) {
        sql.variables().forEach(variable -> own.add(variable.name()));
      }
    } catch (DefinitionException broken) {
      return own;
    }
    return own;
  }

  private static void mapped(
      DefinitionReader widget, Object given, Set<String> own, Set<String> variables) {
    if (!(given instanceof JsonObject mapping)) {
      widget.fault("variables", "must be an object: variable of the insight to one of the board");
      return;
    }
    for (Map.Entry<String, Object> each : mapping) {
      if (own != null && !own.contains(each.getKey())) {
        widget.fault(
            "variables",
            "names \""
                + each.getKey()
                + "\", which the insight does not have."
                + NearestNames.didYouMean(each.getKey(), own));
      }
      if (!(each.getValue() instanceof String name) || !variables.contains(name)) {
        widget.fault(
            "variables." + each.getKey(),
            "must name a variable of the dashboard: " + String.join(", ", variables));
      }
    }
  }

  /**
   * The values of a widget's variables.
   *
   * @param overrides by names of the dashboard's variables
   */
  static JsonObject values(JsonObject widget, JsonArray variables, JsonObject overrides) {
    JsonObject values = new JsonObject();
    JsonObject mapping = widget.getJsonObject("variables", new JsonObject());
    for (Map.Entry<String, Object> each : mapping) {
      for (Object variable : variables) {
        JsonObject declared = (JsonObject) variable;
        if (declared.getString("name").equals(each.getValue())) {
          values.put(
              each.getKey(),
              overrides.getValue(declared.getString("name"), declared.getValue("default")));
        }
      }
    }
    return values;
  }
}
