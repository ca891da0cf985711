package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * An authenticated caller: what its access token and the live grant behind it say.
 *
 * @param grantId the grant; stable over refreshes
 * @param principal who
 * @param tenant where; the only environment the call may touch
 * @param scopes what may be done; {@link Scope#WRITE} always comes with {@link Scope#READ}
 * @param expiresAt when the access token ends
 */
public record Caller(
    UUID grantId, Principal principal, Tenant tenant, Set<Scope> scopes, Instant expiresAt) {
  private static final Duration CONSOLE_CALLS = Duration.ofMinutes(5);

  public Caller {
    requireNonNull(grantId, "grantId is null");
    requireNonNull(principal, "principal is null");
    requireNonNull(tenant, "tenant is null");
    requireNonNull(expiresAt, "expiresAt is null");
    scopes = Set.copyOf(scopes);
  }

  public boolean may(Scope scope) {
    return scopes.contains(scope);
  }

  /**
   * A person who looks at the app's own pages: no client, no grant; the calls of one person are
   * bounded like those of one grant.
   *
   * @param userId the person's key
   * @param email the person's name
   * @param scopes within what the person may do
   */
  public static Caller atConsole(UUID userId, String email, Tenant tenant, Set<Scope> scopes) {
    Principal person = new Principal(userId.toString(), email, Principal.CONSOLE, "Console");
    return new Caller(userId, person, tenant, scopes, Instant.now().plus(CONSOLE_CALLS));
  }

  /** Whether there is no grant behind it, so that nothing is kept for it. */
  public boolean atConsole() {
    return principal.clientId().equals(Principal.CONSOLE);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("grantId", grantId.toString())
        .put("principal", principal.toJson())
        .put("tenant", tenant.toJson())
        .put("scopes", Scope.format(scopes))
        .put("expiresAt", expiresAt.toString());
  }

  static Caller fromJson(JsonObject json) {
    return new Caller(
        UUID.fromString(json.getString("grantId")),
        Principal.fromJson(json.getJsonObject("principal")),
        Tenant.fromJson(json.getJsonObject("tenant")),
        Scope.parseAll(json.getString("scopes")),
        Instant.parse(json.getString("expiresAt")));
  }
}
