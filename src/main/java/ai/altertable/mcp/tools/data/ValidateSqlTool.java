package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.tools.QueryFaultText;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** {@code validate_sql}: whether a statement would run, without running it. */
public final class ValidateSqlTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("data", "validate_sql")
          .title("Validate SQL")
          .description(
              "Checks a statement against the real tables without running it. Not valid: says line,"
                  + " column, reason and hint.")
          .input(
              Schema.object()
                  .required("statement", Schema.text().length(1, 100_000))
                  .optional("catalog", CatalogArgument.OF_STATEMENT))
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required("catalog", Schema.text())
                  .required("valid", Schema.flag())
                  .optional("error", Schema.text())
                  .optional("code", Schema.text())
                  .optional("line", Schema.integer())
                  .optional("column", Schema.integer())
                  .optional("hint", Schema.text()))
          .build();

  private final Lakehouse lakehouse;

  public ValidateSqlTool(Lakehouse lakehouse) {
    this.lakehouse = lakehouse;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    return lakehouse
        .engineFor(
            context.tenant(),
            arguments.optionalText("catalog").orElse(null),
            arguments.text("statement"))
        .compose(engine -> validate(context, engine, arguments.text("statement")));
  }

  private static Future<ToolAnswer> validate(
      ToolContext context, QueryEngine engine, String statement) {
    String catalog = engine.catalog().catalog();
    JsonObject answer =
        new JsonObject().put("environment", context.tenant().path()).put("catalog", catalog);
    String where = context.tenant().path() + ", catalog " + catalog + ": ";
    return engine
        .validate(statement, context.tag(), context.cancellation())
        .map(valid -> ToolAnswer.of(where + "the statement is valid.", answer.put("valid", true)))
        .recover(failure -> notValid(failure, where, answer));
  }

  private static Future<ToolAnswer> notValid(Throwable failure, String where, JsonObject answer) {
    if (!(failure instanceof QueryFault fault) || !saysSomethingOfTheStatement(fault)) {
      return Future.failedFuture(failure);
    }
    answer.put("valid", false).put("error", fault.getMessage());
    putIfKnown(answer, "code", fault.detail().code());
    putIfKnown(answer, "line", fault.detail().line());
    putIfKnown(answer, "column", fault.detail().column());
    putIfKnown(answer, "hint", fault.detail().hint());
    return Future.succeededFuture(
        ToolAnswer.of(where + "NOT valid. " + QueryFaultText.of(fault), answer));
  }

  private static boolean saysSomethingOfTheStatement(QueryFault fault) {
    return fault.kind() == QueryFault.Kind.INVALID || fault.kind() == QueryFault.Kind.FORBIDDEN;
  }

  private static void putIfKnown(JsonObject answer, String name, Object value) {
    if (value != null) {
      answer.put(name, value);
    }
  }
}
