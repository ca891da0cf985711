package ai.altertable.mcp.oauth.grant;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.ACCESS_DENIED;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.identity.ClientReach;
import ai.altertable.mcp.identity.Directory;
import ai.altertable.mcp.identity.ReachableEnvironment;
import ai.altertable.mcp.oauth.client.Client;
import ai.altertable.mcp.oauth.client.ClientStore;
import ai.altertable.mcp.oauth.client.Clients;
import ai.altertable.mcp.oauth.policy.AuthorizationError;
import ai.altertable.mcp.oauth.policy.AuthorizationRequest;
import ai.altertable.mcp.oauth.policy.AuthorizationResponse;
import ai.altertable.mcp.oauth.policy.RequestOrigin;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Turns a user's decision into a grant and its authorization code, or into a refusal. */
public final class Consent {
  /** RFC 6749 section 4.1.2 allows ten minutes; clients need seconds. */
  private static final Duration CODE_LIFETIME = Duration.ofSeconds(60);

  private static final String CODE =
      """
      INSERT INTO authorization_code (code_hash, grant_id, redirect_uri, code_challenge, expires_at)
      VALUES ($1, $2, $3, $4, $5)
      """;
  private static final ConsentOutcome GONE = new ConsentOutcome.Gone();

  private final PlatformDatabase database;
  private final Clients clients;
  private final AuthorizationResponse responses;
  private final GrantAudit audit;

  public Consent(
      PlatformDatabase database,
      Clients clients,
      AuthorizationResponse responses,
      GrantAudit audit) {
    this.database = database;
    this.clients = clients;
    this.responses = responses;
    this.audit = audit;
  }

  /**
   * A decision to allow.
   *
   * @param userId who decides
   * @param environmentId what was chosen
   * @param scopes what was ticked
   */
  public record Choice(UUID userId, UUID environmentId, Set<Scope> scopes) {
    public Choice {
      scopes = Set.copyOf(scopes);
    }
  }

  private record Made(UUID grantId, String code) {}

  /** The environments that a user may choose for a request. */
  public Future<ClientReach> choices(PendingRequest pending, UUID userId) {
    return Directory.reachable(database.pool(), userId, pending.request().clientId())
        .map(
            all ->
                new ClientReach(
                    all.environments().stream()
                        .filter(one -> pending.request().resource().admits(one.tenant()))
                        .toList(),
                    all.clientRefusedBy(),
                    all.secondFactorWantedBy()));
  }

  /** What the user allowed this client before, among what may be chosen; the latest first. */
  public Future<List<RememberedConsent>> remembered(PendingRequest pending, UUID userId) {
    return RememberedConsents.find(database.pool(), pending.request(), userId)
        .map(
            all ->
                all.stream()
                    .filter(one -> pending.request().resource().admits(one.tenant()))
                    .toList());
  }

  /** Allows the request; what was chosen is checked here, whatever the page showed. */
  public Future<ConsentOutcome> approve(
      PendingRequest pending, Choice choice, RequestOrigin origin) {
    return approve(pending, choice, "ok", origin);
  }

  /** Allows it as {@link ConsentMemory} says, without asking. */
  public Future<ConsentOutcome> approveAgain(
      PendingRequest pending, Choice choice, RequestOrigin origin) {
    return approve(pending, choice, "remembered", origin);
  }

  private Future<ConsentOutcome> approve(
      PendingRequest pending, Choice choice, String how, RequestOrigin origin) {
    return Directory.reach(
            database.pool(), choice.userId(), pending.request().clientId(), choice.environmentId())
        .map(reach -> reach.filter(one -> pending.request().resource().admits(one.tenant())))
        .compose(
            reach ->
                reach
                    .map(environment -> approve(pending, choice, environment, how, origin))
                    .orElseGet(() -> refused("Choose one of your environments.")));
  }

  private Future<ConsentOutcome> approve(
      PendingRequest pending,
      Choice choice,
      ReachableEnvironment environment,
      String how,
      RequestOrigin origin) {
    if (choice.scopes().isEmpty()) {
      return refused("Choose what the application may do: read, or read and write.");
    }
    if (!environment.scopes().containsAll(choice.scopes())) {
      return refused(
          "Your role in "
              + environment.tenant().path()
              + ", or its organization's policy, allows reading only. Untick Write.");
    }
    Set<Scope> asked = pending.request().scopes();
    if (!asked.isEmpty() && !asked.containsAll(choice.scopes())) {
      return refused("The application did not ask to write. Untick Write.");
    }
    return clients
        .find(pending.request().clientId())
        .compose(
            client ->
                database.inTransaction(
                    at ->
                        make(at, pending, client, choice)
                            .compose(
                                made ->
                                    made.isEmpty()
                                        ? Future.succeededFuture(made)
                                        : audit
                                            .record(
                                                at,
                                                "consent",
                                                how,
                                                grant(pending, choice, environment, made.get()),
                                                origin)
                                            .map(made))))
        .map(
            made ->
                made.<ConsentOutcome>map(
                        done ->
                            new ConsentOutcome.Decided(
                                responses.success(pending.request(), done.code())))
                    .orElse(GONE));
  }

  private static Future<Optional<Made>> make(
      SqlConnection connection, PendingRequest pending, Optional<Client> client, Choice choice) {
    if (client.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return PendingRequests.take(connection, pending)
        .compose(
            taken ->
                taken
                    ? insert(connection, pending.request(), client.get(), choice).map(Optional::of)
                    : Future.succeededFuture(Optional.empty()));
  }

  private static Future<Made> insert(
      SqlConnection connection, AuthorizationRequest request, Client client, Choice choice) {
    OffsetDateTime until = OffsetDateTime.now(ZoneOffset.UTC).plus(CODE_LIFETIME);
    String code = Secrets.randomToken();
    return ClientStore.use(connection, client)
        .compose(
            used ->
                GrantStore.create(
                    connection,
                    request,
                    choice.userId(),
                    choice.environmentId(),
                    choice.scopes(),
                    until))
        .compose(grantId -> RememberedConsents.remember(connection, request, choice).map(grantId))
        .compose(
            grantId ->
                connection
                    .preparedQuery(CODE)
                    .execute(
                        Tuple.of(
                            RefreshTokens.hash(code),
                            grantId,
                            request.redirectUri(),
                            request.codeChallenge(),
                            until))
                    .map(new Made(grantId, code)));
  }

  private static Grant grant(
      PendingRequest pending, Choice choice, ReachableEnvironment environment, Made made) {
    return new Grant(
        made.grantId(),
        pending.request().clientId(),
        Optional.of(choice.userId()),
        choice.userId(),
        environment.tenant(),
        choice.scopes(),
        pending.request().resource().uri());
  }

  /** Refuses the request: the client gets {@code access_denied}. */
  public Future<ConsentOutcome> deny(PendingRequest pending, UUID userId, RequestOrigin origin) {
    AuthorizationRequest request = pending.request();
    AuthorizationError.Redirected error =
        new AuthorizationError.Redirected(
            ACCESS_DENIED, "the user refused", request.redirectUri(), request.state());
    return database
        .inTransaction(
            connection ->
                PendingRequests.take(connection, pending)
                    .compose(
                        taken ->
                            taken
                                ? audit
                                    .denied(connection, userId, request.clientId(), origin)
                                    .map(true)
                                : Future.succeededFuture(false)))
        .map(taken -> taken ? new ConsentOutcome.Decided(responses.error(error)) : GONE);
  }

  private static Future<ConsentOutcome> refused(String why) {
    return Future.succeededFuture(new ConsentOutcome.Refused(why));
  }
}
