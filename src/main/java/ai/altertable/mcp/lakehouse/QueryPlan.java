package ai.altertable.mcp.lakehouse;

import io.vertx.core.json.JsonArray;
import java.util.List;

/**
 * What the engine means to do.
 *
 * @param estimatedRows of the result, or null when the engine does not say
 * @param cost in the engine's unit, or null likewise
 * @param estimatedBytes of the result, or null likewise
 * @param scans the tables it reads
 * @param plan the engine's own plan, JSON
 */
public record QueryPlan(
    Long estimatedRows, Double cost, Long estimatedBytes, List<Scan> scans, JsonArray plan) {
  public QueryPlan {
    scans = List.copyOf(scans);
  }

  /**
   * One table read.
   *
   * @param table {@code schema.name}
   * @param method {@code Seq Scan}, {@code Index Scan}, …
   * @param estimatedRows read, or null when the engine does not say
   * @param filter the condition applied while reading, or null
   */
  public record Scan(String table, String method, Long estimatedRows, String filter) {}
}
