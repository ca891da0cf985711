package ai.altertable.mcp.bus;

import io.vertx.core.json.JsonObject;

/** Something a running call tells its caller before the outcome. */
public sealed interface ToolEvent {

  JsonObject toJson();

  static ToolEvent fromJson(JsonObject json) {
    if (json.containsKey("pause")) {
      return new Pause();
    }
    return json.containsKey("progress")
        ? new Progress(
            json.getDouble("progress"), json.getDouble("total"), json.getString("message"))
        : new Log(json.getString("level"), json.getString("logger"), json.getValue("data"));
  }

  /**
   * How far the call is; strictly increasing within a call.
   *
   * @param progress in units of the tool's choice
   * @param total in the same unit, or null when unknown
   * @param message for people, or null
   */
  record Progress(double progress, Double total, String message) implements ToolEvent {
    @Override
    public JsonObject toJson() {
      return new JsonObject().put("progress", progress).put("total", total).put("message", message);
    }
  }

  /**
   * Asks the client to hang up and to come back for the outcome, so that no connection has to stand
   * all the time; ignored where the client cannot.
   */
  record Pause() implements ToolEvent {
    @Override
    public JsonObject toJson() {
      return new JsonObject().put("pause", true);
    }
  }

  /**
   * A log message for the client.
   *
   * @param level an RFC 5424 level name in lower case
   * @param logger the tool
   * @param data any JSON value
   */
  record Log(String level, String logger, Object data) implements ToolEvent {
    @Override
    public JsonObject toJson() {
      return new JsonObject().put("level", level).put("logger", logger).put("data", data);
    }
  }
}
