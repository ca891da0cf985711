package ai.altertable.mcp.oauth;

import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.OAuthConfig;
import ai.altertable.mcp.oauth.client.ClientAssertions;
import ai.altertable.mcp.oauth.client.ClientAuthenticator;
import ai.altertable.mcp.oauth.client.ClientRegistration;
import ai.altertable.mcp.oauth.client.ClientStore;
import ai.altertable.mcp.oauth.client.Clients;
import ai.altertable.mcp.oauth.fetch.Lookup;
import ai.altertable.mcp.oauth.fetch.SafeFetcher;
import ai.altertable.mcp.oauth.grant.Consent;
import ai.altertable.mcp.oauth.grant.GrantAudit;
import ai.altertable.mcp.oauth.grant.GrantStore;
import ai.altertable.mcp.oauth.grant.PendingRequests;
import ai.altertable.mcp.oauth.grant.PushedRequests;
import ai.altertable.mcp.oauth.grant.TokenInspection;
import ai.altertable.mcp.oauth.grant.TokenService;
import ai.altertable.mcp.oauth.http.RequestLimits;
import ai.altertable.mcp.oauth.policy.AuthorizationRequestPolicy;
import ai.altertable.mcp.oauth.policy.AuthorizationResponse;
import ai.altertable.mcp.oauth.policy.DocumentPolicy;
import ai.altertable.mcp.oauth.policy.DocumentUrls;
import ai.altertable.mcp.oauth.policy.EndpointPaths;
import ai.altertable.mcp.oauth.policy.RedirectUriPolicy;
import ai.altertable.mcp.oauth.policy.RegistrationPolicy;
import ai.altertable.mcp.oauth.policy.ResourcePolicy;
import ai.altertable.mcp.oauth.proof.DpopProofs;
import ai.altertable.mcp.oauth.proof.UsedJwts;
import ai.altertable.mcp.oauth.resource.AdminAuthenticator;
import ai.altertable.mcp.oauth.resource.TokenVerifier;
import ai.altertable.mcp.oauth.token.AccessTokens;
import ai.altertable.mcp.oauth.token.SigningKeys;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.time.Clock;

/** The room's services, made once for each node and shared by its verticles. Thread-safe. */
public final class AuthorizationServer {
  private static final int CRYPTO_THREADS = 2;
  private static final int CRYPTO_WAITING = 512;
  private static final int LOOKUP_THREADS = 4;
  private static final int LOOKUPS_WAITING = 64;

  private final AuthorizationRequestPolicy requests;
  private final AuthorizationResponse responses;
  private final Clients clients;
  private final ClientAuthenticator authenticator;
  private final ClientRegistration registration;
  private final RequestLimits limits;
  private final PendingRequests pending;
  private final PushedRequests pushed;
  private final DpopProofs proofs;
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
    DocumentUrls urls = new DocumentUrls(oauth.privateAddresses());
    RegistrationPolicy registrations = new RegistrationPolicy(redirects, urls);
    ClientStore store = new ClientStore(database);
    SafeFetcher fetcher = fetcher(vertx, oauth, clock);
    UsedJwts used = new UsedJwts(database);
    this.proofs = new DpopProofs(used, crypto, clock);
    this.clients =
        new Clients(vertx, store, urls, new DocumentPolicy(registrations), fetcher, clock);
    this.authenticator =
        new ClientAuthenticator(
            clients,
            new ClientAssertions(
                vertx,
                EndpointPaths.assertionAudiences(issuer),
                urls,
                fetcher,
                used,
                crypto,
                clock));
    this.registration = new ClientRegistration(registrations, store);
    this.limits = new RequestLimits(oauth);
    this.pending = new PendingRequests(database, resources);
    this.pushed = new PushedRequests(database, resources);
    this.consent = new Consent(database, clients, responses, audit);
    this.grants = new GrantStore(database, audit);
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
    this.inspection = new TokenInspection(database, verifier, grants);
  }

  private static SafeFetcher fetcher(Vertx vertx, OAuthConfig config, Clock clock) {
    BoundedWorker lookups =
        new BoundedWorker(vertx, "oauth-lookups", LOOKUP_THREADS, LOOKUPS_WAITING);
    return new SafeFetcher(
        vertx, new HttpClientOptions(), Lookup.system(lookups), config.privateAddresses(), clock);
  }

  public AuthorizationRequestPolicy requests() {
    return requests;
  }

  public AuthorizationResponse responses() {
    return responses;
  }

  public Clients clients() {
    return clients;
  }

  public ClientAuthenticator authenticator() {
    return authenticator;
  }

  public ClientRegistration registration() {
    return registration;
  }

  /** How often may be asked. */
  public RequestLimits limits() {
    return limits;
  }

  public PendingRequests pending() {
    return pending;
  }

  public PushedRequests pushed() {
    return pushed;
  }

  /** Checks the proofs of keys that tokens are bound to. */
  public DpopProofs proofs() {
    return proofs;
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
