package ai.altertable.mcp.oauth.client;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_CLIENT;

import ai.altertable.mcp.oauth.fetch.DocumentCache;
import ai.altertable.mcp.oauth.fetch.FetchFailed;
import ai.altertable.mcp.oauth.fetch.Fetched;
import ai.altertable.mcp.oauth.fetch.SafeFetcher;
import ai.altertable.mcp.oauth.policy.DocumentUrls;
import ai.altertable.mcp.oauth.policy.OAuthException;
import ai.altertable.mcp.oauth.proof.ClientAssertion;
import ai.altertable.mcp.oauth.proof.PublicKeys;
import ai.altertable.mcp.oauth.proof.UsedJwts;
import ai.altertable.mcp.platform.BoundedWorker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * Authentication with {@code private_key_jwt} (RFC 7523 section 3): each assertion is good once.
 */
public final class ClientAssertions {
  /** A set of some RSA keys with their certificates. */
  private static final int LARGEST_KEY_SET = 32 * 1024;

  private final Set<String> audiences;
  private final DocumentUrls urls;
  private final SafeFetcher fetcher;
  private final UsedJwts used;
  private final BoundedWorker worker;
  private final Clock clock;
  private final DocumentCache<PublicKeys> published;

  /**
   * @param audiences whom an assertion may be for: the issuer and its endpoints
   * @param worker where signatures are checked
   */
  public ClientAssertions(
      Vertx vertx,
      Set<String> audiences,
      DocumentUrls urls,
      SafeFetcher fetcher,
      UsedJwts used,
      BoundedWorker worker,
      Clock clock) {
    this.audiences = Set.copyOf(audiences);
    this.urls = urls;
    this.fetcher = fetcher;
    this.used = used;
    this.worker = worker;
    this.clock = clock;
    this.published = new DocumentCache<>(vertx, clock, this::load);
  }

  /**
   * Proves a client.
   *
   * @return fails with {@code invalid_client}
   */
  Future<Void> verify(Client client, ClientAssertion assertion) {
    assertion.check(audiences, clock.instant());
    return keys(client, assertion)
        .compose(keys -> worker.run(() -> assertion.signedBy(keys)))
        .compose(
            signed ->
                signed
                    ? used.claim(client.id(), assertion.id(), assertion.expiresAt())
                    : refused("the signature of the assertion is of none of the client's keys"))
        .compose(
            first -> first ? Future.succeededFuture() : refused("the assertion was used before"));
  }

  private Future<PublicKeys> keys(Client client, ClientAssertion assertion) {
    return client
        .metadata()
        .keys()
        .map(
            keys ->
                keys.fold(
                    inline -> Future.succeededFuture(inline.keys()),
                    at -> published.get(at.uri(), assertion::mayBeSignedBy)))
        .orElseGet(() -> refused("the client has no keys"))
        .recover(
            failure ->
                failure instanceof FetchFailed
                    ? refused("the client's keys are not usable: " + failure.getMessage())
                    : Future.failedFuture(failure));
  }

  private Future<Fetched<PublicKeys>> load(String uri) {
    Optional<URI> url = urls.parse(uri);
    return url.isEmpty()
        ? refused("the address of the client's keys is not one that is fetched")
        : fetcher
            .fetch(url.get(), LARGEST_KEY_SET)
            .map(fetched -> fetched.map(ClientAssertions::parse));
  }

  private static PublicKeys parse(JsonObject jwks) {
    try {
      return PublicKeys.parse(jwks);
    } catch (IllegalArgumentException e) {
      throw new OAuthException(INVALID_CLIENT, e.getMessage());
    }
  }

  private static <T> Future<T> refused(String why) {
    return Future.failedFuture(new OAuthException(INVALID_CLIENT, why));
  }
}
