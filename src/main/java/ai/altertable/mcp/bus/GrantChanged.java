package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.util.UUID;

/**
 * A grant may be worth less or more than before, since its user's role changed: whoever remembers
 * what it is worth must ask again. It has not ended.
 */
public record GrantChanged(UUID grantId) {
  public GrantChanged {
    requireNonNull(grantId, "grantId is null");
  }

  JsonObject toJson() {
    return new JsonObject().put("grantId", grantId.toString());
  }

  static GrantChanged fromJson(JsonObject json) {
    return new GrantChanged(UUID.fromString(json.getString("grantId")));
  }
}
