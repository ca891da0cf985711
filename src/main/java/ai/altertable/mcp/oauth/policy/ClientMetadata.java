package ai.altertable.mcp.oauth.policy;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What a client is registered with (RFC 7591 section 2), after defaults and drops.
 *
 * @param redirectUris one or more
 * @param grantTypes the supported ones of those it asked for
 * @param authMethod how it authenticates at the token endpoint
 * @param keys that it signs with, when that is how
 * @param name what it calls itself, unverified; never blank
 * @param extra further members, kept for the echo: no unset ones
 */
public record ClientMetadata(
    List<String> redirectUris,
    List<String> grantTypes,
    AuthMethod authMethod,
    Optional<ClientKeys> keys,
    String name,
    JsonObject extra) {
  /** Whether every token of the client is to be bound to a key (RFC 9449 section 5.2). */
  static final String ALWAYS_BOUND = "dpop_bound_access_tokens";

  /** Whether the client only sends its requests ahead (RFC 9126 section 6). */
  static final String ALWAYS_PUSHED = "require_pushed_authorization_requests";

  public ClientMetadata {
    redirectUris = List.copyOf(redirectUris);
    grantTypes = List.copyOf(grantTypes);
    requireNonNull(authMethod, "authMethod is null");
    requireNonNull(keys, "keys is null");
    requireNonNull(name, "name is null");
    requireNonNull(extra, "extra is null");
  }

  /** Whether it demanded that every token is bound to a key. */
  public boolean alwaysBound() {
    return extra.getBoolean(ALWAYS_BOUND, false);
  }

  /** Whether it demanded that requests which it did not send ahead are refused. */
  public boolean alwaysPushed() {
    return extra.getBoolean(ALWAYS_PUSHED, false);
  }

  /** The members that RFC 7591 section 3.2.1 echoes; unset ones are left out, never null. */
  public JsonObject toJson() {
    JsonObject json = extra.copy();
    keys.ifPresent(known -> known.echo(json));
    return json.put("client_name", name)
        .put("redirect_uris", new JsonArray(redirectUris))
        .put("grant_types", new JsonArray(grantTypes))
        .put("response_types", new JsonArray().add("code"))
        .put("token_endpoint_auth_method", authMethod.wire());
  }
}
