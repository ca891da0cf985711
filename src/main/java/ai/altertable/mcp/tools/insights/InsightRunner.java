package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.analytics.insight.EventData;
import ai.altertable.mcp.analytics.insight.EventInsight;
import ai.altertable.mcp.analytics.insight.EventQuery;
import ai.altertable.mcp.analytics.insight.Funnel;
import ai.altertable.mcp.analytics.insight.FunnelCompiler;
import ai.altertable.mcp.analytics.insight.InsightDefinition;
import ai.altertable.mcp.analytics.insight.Retention;
import ai.altertable.mcp.analytics.insight.RetentionCompiler;
import ai.altertable.mcp.analytics.insight.SegmentCompiler;
import ai.altertable.mcp.analytics.insight.Segmentation;
import ai.altertable.mcp.analytics.insight.SegmentationCompiler;
import ai.altertable.mcp.analytics.insight.SemanticCompiler;
import ai.altertable.mcp.analytics.insight.SemanticInsight;
import ai.altertable.mcp.analytics.insight.SemanticQuery;
import ai.altertable.mcp.analytics.insight.SqlCompiler;
import ai.altertable.mcp.analytics.insight.UserSegment;
import ai.altertable.mcp.analytics.sql.Dialect;
import ai.altertable.mcp.analytics.sql.Dialects;
import ai.altertable.mcp.assets.ModelStore;
import ai.altertable.mcp.assets.SegmentStore;
import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/** Compiles an insight to SQL of its catalog's engine and runs it. */
public final class InsightRunner {
  private final Lakehouse lakehouse;
  private final SavedModels models;
  private final EventQuestions questions;
  private final QueryLimits limits;
  private final Clock clock;

  public InsightRunner(
      Lakehouse lakehouse,
      ModelStore models,
      SegmentStore segments,
      QueryLimits limits,
      Clock clock) {
    this.lakehouse = lakehouse;
    this.models = new SavedModels(models);
    this.questions = new EventQuestions(this.models, segments);
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * What an insight runs.
   *
   * @param sql one statement
   * @param engine where
   * @param lineage the models it comes from
   */
  public record Compiled(String sql, QueryEngine engine, Lineage lineage) {
    Compiled(String sql, QueryEngine engine) {
      this(sql, engine, Lineage.NONE);
    }
  }

  /** The time now, which questions are answered as of unless they say otherwise. */
  public Instant now() {
    return clock.instant();
  }

  /** Compiles a definition as of now, with the defaults of its variables. */
  public Future<Compiled> compile(ToolContext context, InsightDefinition definition) {
    return compile(context, new InsightQuestion(definition, new JsonObject(), now()));
  }

  /**
   * Compiles a definition as of now.
   *
   * @param variables values by name, instead of the defaults
   */
  public Future<Compiled> compile(
      ToolContext context, InsightDefinition definition, JsonObject variables) {
    return compile(context, new InsightQuestion(definition, variables, now()));
  }

  /** Compiles a segment to the users in it, as of now. */
  public Future<Compiled> compile(ToolContext context, UserSegment segment) {
    return engine(context, segment.catalog())
        .compose(
            engine ->
                questions
                    .data(context, engine, segment)
                    .map(data -> compiled(SegmentCompiler.compile(segment, data, now()), engine)));
  }

  Future<Compiled> compile(ToolContext context, InsightQuestion question) {
    return question.definition().fold(new Compiler(context, question));
  }

  /**
   * Runs what was compiled.
   *
   * @param rows most rows of the page
   * @param keep whether rows beyond the page are kept under a handle
   */
  public Future<QueryResult> run(ToolContext context, Compiled compiled, int rows, boolean keep) {
    QueryRequest request =
        new QueryRequest(
            compiled.sql(),
            0,
            Math.min(rows, limits.maxRows()),
            limits.timeout(),
            context.tag(),
            keep);
    return compiled.engine().query(request, context.cancellation());
  }

  /** Checks what was compiled without running it. */
  public Future<Void> validate(ToolContext context, Compiled compiled) {
    return compiled.engine().validate(compiled.sql(), context.tag(), context.cancellation());
  }

  private Future<QueryEngine> engine(ToolContext context, Optional<String> catalog) {
    return lakehouse.engine(context.tenant(), catalog.orElse(null));
  }

  private static Compiled compiled(EventQuery query, QueryEngine engine) {
    return new Compiled(query.query().in(dialect(engine)), engine, Lineage.of(query));
  }

  private static Dialect dialect(QueryEngine engine) {
    return Dialects.of(engine.catalog().engine());
  }

  private final class Compiler implements InsightDefinition.Cases<Future<Compiled>> {
    private final ToolContext context;
    private final InsightQuestion question;

    Compiler(ToolContext context, InsightQuestion question) {
      this.context = context;
      this.question = question;
    }

    @Override
    public Future<Compiled> sql(InsightDefinition.Sql sql) {
      return engine(context, sql.catalog())
          .map(
              engine ->
                  new Compiled(
                      SqlCompiler.compile(sql, question.variables(), dialect(engine)), engine));
    }

    @Override
    public Future<Compiled> semantic(SemanticInsight insight) {
      return engine(context, Optional.of(insight.catalog()))
          .compose(
              engine ->
                  models
                      .ofCatalog(context.tenant(), insight.catalog())
                      .compose(
                          known ->
                              engine
                                  .tables(context.tag(), context.cancellation())
                                  .map(
                                      tables ->
                                          SemanticCompiler.compile(
                                              insight, known, tables, question.now())))
                      .map(query -> compiled(query, engine)));
    }

    private Compiled compiled(SemanticQuery query, QueryEngine engine) {
      return new Compiled(query.query().in(dialect(engine)), engine, Lineage.of(query));
    }

    @Override
    public Future<Compiled> segmentation(Segmentation segmentation) {
      return events(
          segmentation,
          (data, dialect) -> SegmentationCompiler.compile(segmentation, data, question.now()));
    }

    @Override
    public Future<Compiled> funnel(Funnel funnel) {
      return events(
          funnel, (data, dialect) -> FunnelCompiler.compile(funnel, data, question.now(), dialect));
    }

    @Override
    public Future<Compiled> retention(Retention retention) {
      return events(
          retention, (data, dialect) -> RetentionCompiler.compile(retention, data, question.now()));
    }

    private Future<Compiled> events(
        EventInsight insight, BiFunction<EventData, Dialect, EventQuery> compile) {
      return engine(context, insight.scope().catalog())
          .compose(
              engine ->
                  questions
                      .data(context, engine, insight)
                      .map(
                          data ->
                              InsightRunner.compiled(
                                  compile.apply(data, dialect(engine)), engine)));
    }
  }
}
