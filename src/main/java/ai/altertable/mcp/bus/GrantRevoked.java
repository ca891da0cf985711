package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** A grant has ended: its tokens are worth nothing from now on. */
public record GrantRevoked(UUID grantId) {
  public GrantRevoked {
    requireNonNull(grantId, "grantId is null");
  }

  JsonObject toJson() {
    return new JsonObject().put("grantId", grantId.toString());
  }

  static GrantRevoked fromJson(JsonObject json) {
    return new GrantRevoked(UUID.fromString(json.getString("grantId")));
  }
}
