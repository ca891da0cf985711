package ai.altertable.mcp.tools.models;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.DefinitionFault;
import ai.altertable.mcp.analytics.semantic.ModelCheck;
import ai.altertable.mcp.analytics.semantic.ModelText;
import ai.altertable.mcp.analytics.semantic.SemanticModel;
import ai.altertable.mcp.analytics.semantic.SemanticModelParser;
import ai.altertable.mcp.analytics.sql.Dialect;
import ai.altertable.mcp.analytics.sql.Dialects;
import ai.altertable.mcp.assets.StoredModel;
import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.tools.QueryFaultText;
import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a model from the arguments of a tool and checks it against its catalog. */
public final class ModelDraft {
  private static final String REPEATED =
      "is not unique: %s rows repeat the key of another, so rows that refer to them would be counted"
          + " more than once";

  private final Lakehouse lakehouse;
  private final QueryLimits limits;

  public ModelDraft(Lakehouse lakehouse, QueryLimits limits) {
    this.lakehouse = lakehouse;
    this.limits = limits;
  }

  /**
   * The model as it is saved.
   *
   * @param given an object, or a text of YAML or JSON
   * @return fails with every fault
   */
  Future<StoredModel.Draft> read(ToolContext context, Object given) {
    JsonObject definition =
        given instanceof JsonObject object ? object : ModelText.read(String.valueOf(given));
    SemanticModel model = SemanticModelParser.parse(definition);
    StoredModel.Draft draft =
        new StoredModel.Draft(
            model.table().catalog(),
            model.table().schema(),
            model.table().table(),
            model.description(),
            model.endorsement().name().toLowerCase(Locale.ROOT),
            definition);
    return lakehouse
        .engine(context.tenant(), model.table().catalog())
        .compose(engine -> check(context, engine, model))
        .map(draft);
  }

  private Future<Void> check(ToolContext context, QueryEngine engine, SemanticModel model) {
    return engine
        .tables(context.tag(), context.cancellation())
        .compose(
            tables -> {
              List<DefinitionFault> faults = ModelCheck.faults(model, tables);
              return faults.isEmpty()
                  ? probe(context, engine, ModelCheck.probes(model))
                      .compose(valid -> keys(context, engine, ModelCheck.keys(model)))
                  : Future.failedFuture(new DefinitionException(faults));
            });
  }

  /** All expressions in one statement; only when that fails, one by one to name the faults. */
  private static Future<Void> probe(
      ToolContext context, QueryEngine engine, List<ModelCheck.Probe> probes) {
    if (probes.isEmpty()) {
      return Future.succeededFuture();
    }
    Dialect dialect = Dialects.of(engine.catalog().engine());
    return engine
        .validate(ModelCheck.all(probes, dialect), context.tag(), context.cancellation())
        .recover(
            failure ->
                saysSomethingOfTheSql(failure)
                    ? each(context, engine, probes, dialect)
                    : Future.failedFuture(failure));
  }

  private static Future<Void> each(
      ToolContext context, QueryEngine engine, List<ModelCheck.Probe> probes, Dialect dialect) {
    List<DefinitionFault> faults = new ArrayList<>();
    Future<Void> checked = Future.succeededFuture();
    for (ModelCheck.Probe probe : probes) {
      checked =
          checked.compose(
              before ->
                  engine
                      .validate(probe.sql(dialect), context.tag(), context.cancellation())
                      .recover(
                          failure -> {
                            if (!saysSomethingOfTheSql(failure)) {
                              return Future.failedFuture(failure);
                            }
                            faults.add(new DefinitionFault(probe.path(), reason(failure)));
                            return Future.succeededFuture();
                          }));
    }
    return checked.compose(done -> failed(faults));
  }

  /**
   * Joins count no row twice as long as keys are unique, so a key with repeated values is a fault.
   * Asked of the rows, because not every engine has constraints.
   */
  private Future<Void> keys(
      ToolContext context, QueryEngine engine, List<ModelCheck.Probe> probes) {
    Dialect dialect = Dialects.of(engine.catalog().engine());
    List<DefinitionFault> faults = new ArrayList<>();
    Future<Void> checked = Future.succeededFuture();
    for (ModelCheck.Probe probe : probes) {
      QueryRequest request =
          new QueryRequest(probe.sql(dialect), 0, 1, limits.timeout(), context.tag(), false);
      checked =
          checked.compose(
              before ->
                  engine
                      .query(request, context.cancellation())
                      .map(
                          result -> {
                            String repeated = result.rows().getJsonArray(0).getValue(0).toString();
                            if (!repeated.equals("0")) {
                              faults.add(
                                  new DefinitionFault(probe.path(), REPEATED.formatted(repeated)));
                            }
                            return null;
                          }));
    }
    return checked.compose(done -> failed(faults));
  }

  private static Future<Void> failed(List<DefinitionFault> faults) {
    return faults.isEmpty()
        ? Future.succeededFuture()
        : Future.failedFuture(new DefinitionException(faults));
  }

  /** Without the place, which is one in our statement and not in the author's expression. */
  private static String reason(Throwable failure) {
    QueryFault fault = (QueryFault) failure;
    QueryFault.Detail detail = fault.detail();
    return QueryFaultText.of(
        new QueryFault(
            fault.kind(),
            fault.getMessage(),
            new QueryFault.Detail(detail.code(), null, null, detail.hint())));
  }

  private static boolean saysSomethingOfTheSql(Throwable failure) {
    return failure instanceof QueryFault fault
        && (fault.kind() == QueryFault.Kind.INVALID || fault.kind() == QueryFault.Kind.FORBIDDEN);
  }
}
