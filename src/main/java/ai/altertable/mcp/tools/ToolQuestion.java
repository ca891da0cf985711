package ai.altertable.mcp.tools;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.ToolOutcome;
import io.vertx.core.json.JsonObject;

/**
 * A call cannot go on before its client answered something; then it is made again with {@link
 * ToolContext#interaction}.
 */
public final class ToolQuestion extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ToolOutcome.InputRequired outcome;

  /**
   * @param requests by key: {@code {method, params}}; only what the client can be asked
   * @param state comes back with the answers
   */
  public ToolQuestion(JsonObject requests, String state) {
    super("the client must answer first", null, false, false);
    this.outcome = new ToolOutcome.InputRequired(requests, requireNonNull(state, "state is null"));
  }

  ToolOutcome.InputRequired outcome() {
    return outcome;
  }
}
