package ai.altertable.mcp.bench;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Parses the JSON-RPC request, looks its token up in a map, and answers from a ready buffer or from
 * one prepared statement.
 */
final class ReferenceVerticle extends VerticleBase {
  private static final int POOL_SIZE = 8;
  private static final int PIPELINING = 64;
  private static final Pattern KEYS = Pattern.compile("between (\\d+) and (\\d+)");
  private static final String SELECT =
      "select * from " + Operation.TABLE + " where id between $1 and $2 order by id";

  private final int port;
  private final PgConnectOptions access;
  private final Map<String, String> tokens = new HashMap<>();
  private final Map<String, Buffer> results = new HashMap<>();
  private final JsonObject query;
  private Pool pool;

  ReferenceVerticle(int port, ReferenceData data, PgConnectOptions access) {
    this.port = port;
    this.access = new PgConnectOptions(access);
    this.query = data.query();
    data.tokens().forEach(token -> tokens.put("Bearer " + token, token));
    data.results()
        .forEach(
            result -> results.put(result.getKey(), ((JsonObject) result.getValue()).toBuffer()));
  }

  @Override
  public Future<?> start() {
    pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(POOL_SIZE))
            .connectingTo(access.setCachePreparedStatements(true).setPipeliningLimit(PIPELINING))
            .using(vertx)
            .build();
    return vertx
        .createHttpServer()
        .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
        .listen(port, "127.0.0.1");
  }

  private void answer(HttpServerRequest request, Buffer body) {
    if (body.length() == 0) {
      request.response().end();
      return;
    }
    if (!tokens.containsKey(request.getHeader("Authorization"))) {
      request.response().setStatusCode(401).end();
      return;
    }
    JsonObject message = new JsonObject(body);
    String method = message.getString("method");
    String key =
        method.equals("tools/call") ? message.getJsonObject("params").getString("name") : method;
    Buffer ready = results.get(key);
    if (ready != null) {
      send(request, message, ready);
      return;
    }
    MatchResult keys =
        KEYS.matcher(
                message.getJsonObject("params").getJsonObject("arguments").getString("statement"))
            .results()
            .findFirst()
            .orElseThrow();
    pool.preparedQuery(SELECT)
        .execute(Tuple.of(Long.parseLong(keys.group(1)), Long.parseLong(keys.group(2))))
        .onSuccess(rows -> send(request, message, result(rows).toBuffer()))
        .onFailure(cause -> request.response().setStatusCode(500).end(cause.toString()));
  }

  private static void send(HttpServerRequest request, JsonObject message, Buffer result) {
    Buffer text =
        Buffer.buffer(result.length() + 64)
            .appendString("{\"jsonrpc\":\"2.0\",\"id\":")
            .appendString(message.getValue("id").toString())
            .appendString(",\"result\":")
            .appendBuffer(result)
            .appendString("}");
    request.response().putHeader("Content-Type", "application/json").end(text);
  }

  /** The shape of the product's result: rows as arrays, and the same as text for the model. */
  private JsonObject result(RowSet<Row> set) {
    JsonArray rows = new JsonArray();
    StringBuilder text = new StringBuilder(query.getString("text"));
    for (Row row : set) {
      JsonArray values = new JsonArray();
      for (int c = 0; c < row.size(); c++) {
        Object value = row.getValue(c);
        Object plain = value instanceof Number || value == null ? value : value.toString();
        values.add(plain);
        text.append(plain).append(c + 1 < row.size() ? " | " : "\n");
      }
      rows.add(values);
    }
    JsonObject structured = query.getJsonObject("structured").copy();
    structured.put("rows", rows).put("row_count", rows.size());
    JsonObject content = new JsonObject().put("type", "text").put("text", text.toString());
    return new JsonObject()
        .put("content", new JsonArray().add(content))
        .put("structuredContent", structured);
  }
}
