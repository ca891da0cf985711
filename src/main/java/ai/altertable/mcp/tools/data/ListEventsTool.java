package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.assets.Page;
import ai.altertable.mcp.assets.PageRequest;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.result.Fence;
import ai.altertable.mcp.tools.result.Paging;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code list_events}: what users do, as collected. */
public final class ListEventsTool implements Tool {
  private static final String NAME = "list_events";
  private static final int DEFAULT_DAYS = 90;
  private static final int MAX_NAME = 120;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("data", NAME)
          .mayTakeLong()
          .title("List events")
          .description(
              "Lists product-analytics events with volume, users, first and last time, and their"
                  + " properties (from a sample) with types and examples. Use these exact names in"
                  + " insights.")
          .input(
              Paging.input(
                  Schema.object()
                      .optional("search", Schema.text().length(1, 200).describe("Part of the name"))
                      .optional(
                          "days",
                          Schema.integer()
                              .between(1, 3650)
                              .otherwise(DEFAULT_DAYS)
                              .describe("How far back"))
                      .optional("include_properties", Schema.flag().otherwise(true))))
          .output(
              Paging.output(
                      "events",
                      Schema.object()
                          .required("event", Schema.text())
                          .required("volume", Schema.integer())
                          .required("users", Schema.integer())
                          .required("first_seen", Schema.text())
                          .required("last_seen", Schema.text())
                          .optional(
                              "properties",
                              Schema.list(
                                  Schema.object()
                                      .required("name", Schema.text())
                                      .required("type", Schema.text())
                                      .required("example", Schema.text().orNull()))))
                  .required("days", Schema.integer()))
          .build();

  private final EventCatalog events;
  private final Paging paging;

  public ListEventsTool(EventCatalog events, Paging paging) {
    this.events = events;
    this.paging = paging;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String search = arguments.optionalText("search").orElse("").toLowerCase(Locale.ROOT);
    int days = arguments.integer("days", DEFAULT_DAYS);
    String list = NAME + "\n" + search + "\n" + days;
    PageRequest request = paging.request(context, list, arguments);
    return events
        .events(context, days)
        .map(all -> Page.slice(matching(all, search), request))
        .compose(page -> withProperties(context, page, days, arguments))
        .map(page -> answer(context, page, days, paging.cursor(context, list, page.next())));
  }

  private static List<JsonObject> matching(List<JsonObject> events, String search) {
    return events.stream()
        .filter(event -> event.getString("event").toLowerCase(Locale.ROOT).contains(search))
        .toList();
  }

  private Future<Page<JsonObject>> withProperties(
      ToolContext context, Page<JsonObject> page, int days, ToolArguments arguments) {
    if (!arguments.flag("include_properties", true)) {
      return Future.succeededFuture(page);
    }
    List<String> names = page.items().stream().map(event -> event.getString("event")).toList();
    return events
        .properties(context, names, days)
        .map(
            properties -> {
              page.items()
                  .forEach(
                      event ->
                          event.put(
                              "properties",
                              properties.getOrDefault(event.getString("event"), new JsonArray())));
              return page;
            });
  }

  private static ToolAnswer answer(
      ToolContext context, Page<JsonObject> page, int days, String cursor) {
    String first =
        "%s: %d events of the last %d days, the most frequent first%s"
            .formatted(
                context.tenant().path(),
                page.items().size(),
                days,
                cursor == null ? "." : "; more with cursor " + cursor);
    String lines =
        page.items().stream().map(ListEventsTool::line).collect(Collectors.joining("\n"));
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("events", new JsonArray(page.items()))
            .put("next_cursor", cursor)
            .put("days", days);
    return new ToolAnswer(
        first + "\n" + Fence.around(lines), structured, (long) page.items().size());
  }

  private static String line(JsonObject event) {
    StringBuilder line = new StringBuilder(Fence.line(event.getString("event"), MAX_NAME));
    line.append(": ").append(event.getLong("volume")).append(" events, ");
    line.append(event.getLong("users")).append(" users, ");
    line.append(event.getString("first_seen")).append(" … ").append(event.getString("last_seen"));
    for (Object each : event.getJsonArray("properties", new JsonArray())) {
      JsonObject property = (JsonObject) each;
      line.append("\n  ").append(Fence.line(property.getString("name"), MAX_NAME));
      line.append(' ').append(property.getString("type"));
      String example = property.getString("example");
      line.append(example == null ? "" : ", e.g. " + Fence.line(example, MAX_NAME));
    }
    return line.toString();
  }
}
