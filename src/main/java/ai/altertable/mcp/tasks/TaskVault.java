package ai.altertable.mcp.tasks;

import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Gzip;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/**
 * Packs and seals what the database keeps of a task; what is sealed for one opens for no other.
 * Thread-safe.
 */
final class TaskVault {
  private static final String PURPOSE = "task|";

  /** Of an outcome as JSON; pages of results are far smaller. */
  private static final int MAX_OUTCOME_BYTES = 4 * 1024 * 1024;

  private static final ToolOutcome TOO_LARGE =
      ToolOutcome.Completed.error(
          "The call ended, but its result is too large to be kept for a task. Ask for less: fewer"
              + " rows, columns or items.");

  private final BoundedWorker worker;
  private final Secrets secrets;

  TaskVault(BoundedWorker worker, Secrets secrets) {
    this.worker = worker;
    this.secrets = secrets;
  }

  Future<Buffer> seal(String key, JsonObject content) {
    return worker.run(() -> seal(key, content.toBuffer()));
  }

  /** Seals how a call ended; what is too large to be kept is replaced by words that say so. */
  Future<Buffer> seal(String key, ToolOutcome outcome) {
    return worker.run(
        () -> {
          Buffer content = outcome.toJson().toBuffer();
          return seal(
              key, content.length() <= MAX_OUTCOME_BYTES ? content : TOO_LARGE.toJson().toBuffer());
        });
  }

  private Buffer seal(String key, Buffer content) throws IOException {
    return Buffer.buffer(secrets.seal(PURPOSE + key, Gzip.zip(content).getBytes()));
  }

  /** Opens what was sealed for that task; null stays null. */
  Future<JsonObject> open(String key, Buffer sealed) {
    return sealed == null
        ? Future.succeededFuture()
        : worker.run(
            () ->
                new JsonObject(
                    Gzip.unzip(Buffer.buffer(secrets.open(PURPOSE + key, sealed.getBytes())))));
  }
}
