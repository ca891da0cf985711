package ai.altertable.mcp.bench;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.IntFunction;

/**
 * One thing that is measured.
 *
 * @param name as the table shows it
 * @param mark least ratio of requests per second, product to bare server
 * @param message the JSON-RPC message number n; numbers vary what is asked for, not how much
 */
record Operation(String name, double mark, IntFunction<JsonObject> message) {
  /** Rows 1 to this many are asked for in turn. */
  static final int KEYS = 500;

  static final String TABLE = "shop.customers";

  private static final double HANDSHAKE_MARK = 0.5;
  private static final double CALL_MARK = 0.4;

  static List<Operation> all() {
    return List.of(
        new Operation("ping", HANDSHAKE_MARK, n -> request(n, "ping")),
        new Operation("tools/list", HANDSHAKE_MARK, n -> request(n, "tools/list")),
        new Operation("tools/call whoami", CALL_MARK, n -> call(n, "whoami", new JsonObject())),
        new Operation("tools/call query, 1 row", CALL_MARK, n -> query(n, 1)),
        new Operation("tools/call query, 20 rows", CALL_MARK, n -> query(n, 20)));
  }

  static JsonObject call(int id, String tool, JsonObject arguments) {
    return request(id, "tools/call")
        .put("params", new JsonObject().put("name", tool).put("arguments", arguments));
  }

  static JsonObject statement(int id, String sql) {
    return call(id, "query_lakehouse", new JsonObject().put("statement", sql));
  }

  private static JsonObject request(int id, String method) {
    return new JsonObject().put("jsonrpc", "2.0").put("id", id).put("method", method);
  }

  private static JsonObject query(int n, int rows) {
    int first = 1 + n * 7 % (KEYS - rows);
    return statement(
        n,
        "select * from %s where id between %d and %d order by id"
            .formatted(TABLE, first, first + rows - 1));
  }
}
