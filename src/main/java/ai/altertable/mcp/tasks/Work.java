package ai.altertable.mcp.tasks;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.bus.TaskCall;

/**
 * What a task has to do.
 *
 * @param call as it came
 * @param round the last one, its questions answered; null when nothing was asked yet
 */
record Work(TaskCall call, Round round) {
  Work {
    requireNonNull(call, "call is null");
  }

  Interaction interaction() {
    Interaction first = call.call().interaction();
    return round == null ? first : round.interaction(first);
  }
}
