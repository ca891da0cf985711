package ai.altertable.mcp.lakehouse.connection;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;

/**
 * A connection as people see it; secrets go in and never come out.
 *
 * @param settings of the engine
 * @param hasSecret whether a password or token is kept
 * @param createdBy who added it, may be empty
 */
public record ConnectionView(
    UUID id,
    String catalog,
    String name,
    String description,
    String engine,
    JsonObject settings,
    boolean hasSecret,
    String createdBy,
    Instant createdAt,
    Instant updatedAt) {}
