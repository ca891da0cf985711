package ai.altertable.mcp.oauth;

import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.OAuthConfig;
import ai.altertable.mcp.oauth.client.ClientRegistration;
import ai.altertable.mcp.oauth.client.ClientStore;
import ai.altertable.mcp.oauth.grant.Consent;
import ai.altertable.mcp.oauth.grant.GrantAudit;
import ai.altertable.mcp.oauth.grant.GrantStore;
import ai.altertable.mcp.oauth.grant.PendingRequests;
import ai.altertable.mcp.oauth.grant.TokenInspection;
import ai.altertable.mcp.oauth.grant.TokenService;
import ai.altertable.mcp.oauth.policy.AuthorizationRequestPolicy;
import ai.altertable.mcp.oauth.policy.AuthorizationResponse;
import ai.altertable.mcp.oauth.policy.RedirectUriPolicy;
import ai.altertable.mcp.oauth.policy.RegistrationPolicy;
import ai.altertable.mcp.oauth.policy.ResourcePolicy;
import ai.altertable.mcp.oauth.resource.AdminAuthenticator;
import ai.altertable.mcp.oauth.resource.TokenVerifier;
import ai.altertable.mcp.oauth.token.AccessTokens;
import ai.altertable.mcp.oauth.token.SigningKeys;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.RateLimiter;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;

/** The room's services, made once for each node and shared by its verticles. Thread-safe. */
public final class AuthorizationServer {
  private static final int CRYPTO_THREADS = 2;
  private static final int CRYPTO_WAITING = 512;

  private final AuthorizationRequestPolicy requests;
  private final AuthorizationResponse responses;
  private final ClientStore clients;
  private final ClientRegistration registration;
  private final RateLimiter<String> registrationLimit;
  private final PendingRequests pending;
  private final Consent consent;
  private final GrantStore grants;
  private final GrantAudit audit;
  private final SigningKeys keys;
  private final TokenService tokens;
  private final TokenInspection inspection;
  private final AdminAuthenticator admins;

  /** Starts its own worker pool; it is closed with Vert.x. */
  public AuthorizationServer(
      Vertx vertx, Config config, PlatformDatabase database, Secrets secrets, AuditLog log) {
    OAuthConfig oauth = config.oauth();
    String issuer = config.app().issuer();
    Clock clock = Clock.systemUTC();
    BoundedWorker crypto = new BoundedWorker(vertx, "oauth-crypto", CRYPTO_THREADS, CRYPTO_WAITING);
    RedirectUriPolicy redirects = new RedirectUriPolicy(oauth.redirectSchemes());
    ResourcePolicy resources = new ResourcePolicy(config.mcp().canonicalResource());
    this.requests = new AuthorizationRequestPolicy(redirects, resources);
    this.responses = new AuthorizationResponse(issuer);
    this.audit = new GrantAudit(log);
    this.clients = new ClientStore(database);
    this.registration = new ClientRegistration(new RegistrationPolicy(redirects), clients);
    int perHour = oauth.registrations().perHour();
    this.registrationLimit = new RateLimiter<>(perHour, Duration.ofHours(1), perHour);
    this.pending = new PendingRequests(database, resources);
    this.consent = new Consent(database, responses, audit);
    this.grants = new GrantStore(database);
    this.keys =
        new SigningKeys(
            database,
            secrets,
            crypto,
            new SigningKeys.KeyLifetimes(oauth.keyRotation(), oauth.accessToken()),
            clock);
    AccessTokens accessTokens = new AccessTokens(issuer, oauth.accessToken(), keys, crypto, clock);
    this.tokens =
        new TokenService(
            database, resources, config.app().apiResource(), oauth, accessTokens, audit);
    TokenVerifier verifier = new TokenVerifier(vertx, database, issuer, crypto, clock);
    this.admins = new AdminAuthenticator(config.app().apiResource(), verifier, database);
    this.inspection = new TokenInspection(database, verifier, grants, audit);
  }

  public AuthorizationRequestPolicy requests() {
    return requests;
  }

  public AuthorizationResponse responses() {
    return responses;
  }

  public ClientStore clients() {
    return clients;
  }

  public ClientRegistration registration() {
    return registration;
  }

  /** Registrations by network address. */
  public RateLimiter<String> registrationLimit() {
    return registrationLimit;
  }

  public PendingRequests pending() {
    return pending;
  }

  public Consent consent() {
    return consent;
  }

  public GrantStore grants() {
    return grants;
  }

  public GrantAudit audit() {
    return audit;
  }

  public SigningKeys keys() {
    return keys;
  }

  public TokenService tokens() {
    return tokens;
  }

  public TokenInspection inspection() {
    return inspection;
  }

  /** Who calls the administration API. */
  public AdminAuthenticator admins() {
    return admins;
  }
}
