package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/**
 * Who calls, through which client.
 *
 * @param subject stable key of the user or service account, the token's {@code sub}
 * @param name e-mail address of the user, or name of the service account
 * @param clientId OAuth client
 * @param clientName what the client calls itself; unverified
 */
public record Principal(String subject, String name, String clientId, String clientName) {
  /** Stands in {@code clientId} for the app's own pages; no client can register it. */
  static final String CONSOLE = "console";

  public Principal {
    requireNonNull(subject, "subject is null");
    requireNonNull(name, "name is null");
    requireNonNull(clientId, "clientId is null");
    requireNonNull(clientName, "clientName is null");
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("subject", subject)
        .put("name", name)
        .put("clientId", clientId)
        .put("clientName", clientName);
  }

  static Principal fromJson(JsonObject json) {
    return new Principal(
        json.getString("subject"),
        json.getString("name"),
        json.getString("clientId"),
        json.getString("clientName"));
  }
}
