package ai.altertable.mcp.analytics;

import ai.altertable.mcp.analytics.sql.Dialect;
import ai.altertable.mcp.analytics.sql.TrinoDialect;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * A real Trino with a catalog {@code memory}; may change it, which the product's engine does not.
 */
final class TrinoTestEngine implements TestEngine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss[.SSSSSS][.SSS]");

  private final URI statements;
  private final HttpClient client = HttpClient.newHttpClient();

  TrinoTestEngine(String url) {
    statements = URI.create(url + "/v1/statement");
  }

  @Override
  public Dialect dialect() {
    return new TrinoDialect();
  }

  @Override
  public String json() {
    return "VARCHAR";
  }

  @Override
  public boolean slow() {
    return true;
  }

  @Override
  public void execute(String sql) {
    rows(sql);
  }

  @Override
  public List<List<Object>> rows(String sql) {
    JsonObject answer =
        send(
            HttpRequest.newBuilder(statements)
                .header("X-Trino-User", "test")
                .header("X-Trino-Catalog", "memory")
                .header("X-Trino-Time-Zone", "UTC")
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build());
    List<List<Object>> rows = new ArrayList<>();
    while (true) {
      if (answer.containsKey("error")) {
        throw new IllegalStateException(
            answer.getJsonObject("error").getString("message") + "\n" + sql);
      }
      JsonArray columns = answer.getJsonArray("columns");
      for (Object row : answer.getJsonArray("data", new JsonArray())) {
        rows.add(values(columns, (JsonArray) row));
      }
      if (!answer.containsKey("nextUri")) {
        return rows;
      }
      answer = send(HttpRequest.newBuilder(URI.create(answer.getString("nextUri"))).build());
    }
  }

  private JsonObject send(HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new JsonObject(response.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<Object> values(JsonArray columns, JsonArray row) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      String type = columns.getJsonObject(i).getString("type");
      Object value = row.getValue(i);
      if (value instanceof String text && type.contains("with time zone")) {
        int zone = text.lastIndexOf(' ');
        value =
            LocalDateTime.parse(text.substring(0, zone), TIME)
                .atZone(ZoneId.of(text.substring(zone + 1)))
                .toInstant();
      } else if (value instanceof String text && type.startsWith("decimal")) {
        value = new BigDecimal(text);
      }
      values.add(value);
    }
    return values;
  }

  @Override
  public void close() {
    // the server ends with the build stage that started it
  }
}
