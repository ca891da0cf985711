package ai.altertable.mcp.lakehouse;

import io.vertx.core.json.JsonArray;
import java.util.List;

/**
 * What the engine means to do.
 *
 * @param estimatedRows of the result
 * @param cost in the engine's unit
 * @param estimatedBytes of the result: rows times width
 * @param scans the tables it reads
 * @param plan the engine's own plan, JSON
 */
public record QueryPlan(
    long estimatedRows, double cost, long estimatedBytes, List<Scan> scans, JsonArray plan) {
  public QueryPlan {
    scans = List.copyOf(scans);
  }

  /**
   * One table read.
   *
   * @param table {@code schema.name}
   * @param method {@code Seq Scan}, {@code Index Scan}, …
   * @param filter the condition applied while reading, or null
   */
  public record Scan(String table, String method, long estimatedRows, String filter) {}
}
