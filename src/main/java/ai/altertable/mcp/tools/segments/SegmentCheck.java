package ai.altertable.mcp.tools.segments;

import ai.altertable.mcp.analytics.insight.SegmentParser;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.insights.InsightRunner;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Checks a segment against the real tables and models before it is saved. */
final class SegmentCheck {
  private final InsightRunner runner;

  SegmentCheck(InsightRunner runner) {
    this.runner = runner;
  }

  /** Fails with what is wrong; what it compiles to now when nothing is. */
  Future<InsightRunner.Compiled> check(ToolContext context, JsonObject definition) {
    return runner
        .compile(context, SegmentParser.parse("", 1, definition))
        .compose(compiled -> runner.validate(context, compiled).map(compiled));
  }
}
