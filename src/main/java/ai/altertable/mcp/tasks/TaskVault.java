package ai.altertable.mcp.tasks;

import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Gzip;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * Packs and seals what the database keeps of a task; what is sealed for one opens for no other.
 * Thread-safe.
 */
final class TaskVault {
  private static final String PURPOSE = "task|";

  private final BoundedWorker worker;
  private final Secrets secrets;

  TaskVault(BoundedWorker worker, Secrets secrets) {
    this.worker = worker;
    this.secrets = secrets;
  }

  Future<Buffer> seal(String key, JsonObject content) {
    return worker.run(
        () -> Buffer.buffer(secrets.seal(PURPOSE + key, Gzip.zip(content.toBuffer()).getBytes())));
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
