package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.analytics.insight.Audience;
import ai.altertable.mcp.analytics.insight.EventData;
import ai.altertable.mcp.analytics.insight.EventInsight;
import ai.altertable.mcp.analytics.insight.EventSource;
import ai.altertable.mcp.analytics.insight.SegmentParser;
import ai.altertable.mcp.analytics.insight.SegmentUse;
import ai.altertable.mcp.analytics.insight.UserSegment;
import ai.altertable.mcp.analytics.semantic.ModelSet;
import ai.altertable.mcp.assets.Segment;
import ai.altertable.mcp.assets.SegmentStore;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gathers what questions about events need: the tables, the segments and models they name. */
final class EventQuestions {
  private static final ModelSet NO_MODELS = new ModelSet(Map.of());

  private final SavedModels models;
  private final SegmentStore segments;

  EventQuestions(SavedModels models, SegmentStore segments) {
    this.models = models;
    this.segments = segments;
  }

  Future<EventData> data(ToolContext context, QueryEngine engine, EventInsight insight) {
    return segments(context, insight.segments())
        .compose(named -> data(context, engine, named, insight.asksForDimensions()));
  }

  Future<EventData> data(ToolContext context, QueryEngine engine, UserSegment segment) {
    return data(context, engine, Map.of(), asksForDimensions(segment));
  }

  private Future<EventData> data(
      ToolContext context,
      QueryEngine engine,
      Map<String, UserSegment> named,
      boolean asksForDimensions) {
    String catalog = engine.catalog().catalog();
    boolean dimensions =
        asksForDimensions || named.values().stream().anyMatch(EventQuestions::asksForDimensions);
    Future<ModelSet> known =
        dimensions
            ? models.ofCatalog(context.tenant(), catalog)
            : Future.succeededFuture(NO_MODELS);
    return known.compose(
        set ->
            engine
                .tables(context.tag(), context.cancellation())
                .map(tables -> new EventData(catalog, EventSource.of(tables), set, named)));
  }

  private static boolean asksForDimensions(UserSegment segment) {
    return segment.conditions().stream().anyMatch(Audience.Described.class::isInstance);
  }

  private Future<Map<String, UserSegment>> segments(ToolContext context, List<SegmentUse> uses) {
    if (uses.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    List<String> slugs = uses.stream().map(SegmentUse::slug).distinct().toList();
    return segments
        .all(context.tenant().environmentId(), slugs)
        .map(
            found ->
                found.stream()
                    .map(EventQuestions::parse)
                    .collect(Collectors.toMap(UserSegment::slug, Function.identity())));
  }

  private static UserSegment parse(Segment saved) {
    return SegmentParser.parse(saved.slug(), saved.saved().version(), saved.draft().definition());
  }
}
