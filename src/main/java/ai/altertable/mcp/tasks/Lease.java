package ai.altertable.mcp.tasks;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * The right to run a task, and to say how it ended. Lost when it is not extended in time, and when
 * the task is cancelled.
 *
 * @param key of the task
 * @param environmentId where its content is
 * @param grantId whose it is
 * @param runner who has it
 * @param runs how often the task was taken up: tells it from an earlier one of the same runner
 */
record Lease(String key, UUID environmentId, UUID grantId, UUID runner, int runs) {
  Lease {
    requireNonNull(key, "key is null");
    requireNonNull(environmentId, "environmentId is null");
    requireNonNull(grantId, "grantId is null");
    requireNonNull(runner, "runner is null");
  }
}
