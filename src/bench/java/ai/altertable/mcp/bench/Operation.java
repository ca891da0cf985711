package ai.altertable.mcp.bench;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

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
  static final String QUERY = "query_lakehouse";

  private static final double READY_MARK = 0.5;
  private static final double CALL_MARK = 0.4;

  /** What an era has; {@code ping} is of the handshake era alone. */
  static List<Operation> of(McpSession.Era era) {
    Operation ping = new Operation("ping", READY_MARK, n -> request(n, "ping"));
    List<Operation> both = both();
    return era == McpSession.Era.HANDSHAKE
        ? Stream.concat(Stream.of(ping), both.stream()).toList()
        : both;
  }

  private static List<Operation> both() {
    return List.of(
        new Operation("tools/list", READY_MARK, Operation::toolsList),
        new Operation("tools/call whoami", CALL_MARK, n -> call(n, "whoami", new JsonObject())),
        new Operation("tools/call query, 1 row", CALL_MARK, n -> rows(n, 1)),
        new Operation("tools/call query, 20 rows", CALL_MARK, n -> rows(n, 20)));
  }

  static JsonObject toolsList(int id) {
    return request(id, "tools/list");
  }

  static JsonObject call(int id, String tool, JsonObject arguments) {
    return request(id, "tools/call")
        .put("params", new JsonObject().put("name", tool).put("arguments", arguments));
  }

  /** Asks for the rows of these keys, both included. */
  static JsonObject query(int id, int first, int last) {
    String sql = "select * from %s where id between %d and %d order by id";
    return call(id, QUERY, new JsonObject().put("statement", sql.formatted(TABLE, first, last)));
  }

  /** Writes something that can be looked for. */
  static JsonObject memory(int id, String content) {
    return call(
        id, "create_memory", new JsonObject().put("type", "episodic").put("content", content));
  }

  /** A query that takes far longer than anybody waits. */
  static JsonObject slowQuery(int id) {
    String sql = "select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b";
    return call(id, QUERY, new JsonObject().put("statement", sql));
  }

  private static JsonObject request(int id, String method) {
    return new JsonObject().put("jsonrpc", "2.0").put("id", id).put("method", method);
  }

  private static JsonObject rows(int n, int count) {
    int first = 1 + n * 7 % (KEYS - count);
    return query(n, first, first + count - 1);
  }
}
