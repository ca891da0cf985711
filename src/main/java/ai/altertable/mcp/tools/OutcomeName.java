package ai.altertable.mcp.tools;

import ai.altertable.mcp.bus.ToolOutcome;

/** One word for each outcome: for the audit log and for metrics. */
final class OutcomeName implements ToolOutcome.Cases<String> {
  private static final OutcomeName NAMES = new OutcomeName();

  private OutcomeName() {}

  static String of(ToolOutcome outcome) {
    return outcome.fold(NAMES);
  }

  @Override
  public String completed(ToolOutcome.Completed outcome) {
    return outcome.isError() ? "tool_error" : "ok";
  }

  @Override
  public String unknownTool(ToolOutcome.UnknownTool outcome) {
    return "unknown_tool";
  }

  @Override
  public String scopeMissing(ToolOutcome.ScopeMissing outcome) {
    return "scope_missing";
  }

  @Override
  public String overloaded(ToolOutcome.Overloaded outcome) {
    return "overloaded";
  }

  @Override
  public String cancelled(ToolOutcome.Cancelled outcome) {
    return "cancelled";
  }

  @Override
  public String inputRequired(ToolOutcome.InputRequired outcome) {
    return "input_required";
  }

  @Override
  public String deferred(ToolOutcome.Deferred outcome) {
    return "deferred";
  }

  @Override
  public String failed(ToolOutcome.Failed outcome) {
    return "failed";
  }
}
