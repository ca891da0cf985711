package ai.altertable.mcp.lakehouse.demo;

import java.time.Instant;
import java.util.UUID;

/**
 * An event of the product.
 *
 * @param properties a JSON object
 * @param anonymousId null once the visitor has signed in
 */
record Event(
    UUID uuid,
    Instant at,
    String name,
    String properties,
    String distinctId,
    String anonymousId,
    String deviceId,
    String sessionId,
    UUID identity) {}
