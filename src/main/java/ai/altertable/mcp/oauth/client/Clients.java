package ai.altertable.mcp.oauth.client;

import ai.altertable.mcp.oauth.fetch.DocumentCache;
import ai.altertable.mcp.oauth.fetch.FetchFailed;
import ai.altertable.mcp.oauth.fetch.Fetched;
import ai.altertable.mcp.oauth.fetch.SafeFetcher;
import ai.altertable.mcp.oauth.policy.AuthorizationError;
import ai.altertable.mcp.oauth.policy.AuthorizationRefused;
import ai.altertable.mcp.oauth.policy.DocumentPolicy;
import ai.altertable.mcp.oauth.policy.DocumentUrls;
import ai.altertable.mcp.oauth.policy.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** Every client, wherever it is known from: the database, or the document that its id names. */
public final class Clients {
  /** The size that the draft suggests. */
  private static final int LARGEST_DOCUMENT = 5 * 1024;

  private final ClientStore store;
  private final DocumentUrls urls;
  private final DocumentPolicy policy;
  private final SafeFetcher fetcher;
  private final Clock clock;
  private final DocumentCache<Client> documents;

  public Clients(
      Vertx vertx,
      ClientStore store,
      DocumentUrls urls,
      DocumentPolicy policy,
      SafeFetcher fetcher,
      Clock clock) {
    this.store = store;
    this.urls = urls;
    this.policy = policy;
    this.fetcher = fetcher;
    this.clock = clock;
    this.documents = new DocumentCache<>(vertx, clock, this::load);
  }

  /**
   * A client that wants to be authorized; its document is fetched when it has one.
   *
   * @return empty when it is not registered; fails with {@link AuthorizationRefused} when its
   *     document cannot be had or is not acceptable
   */
  public Future<Optional<Client>> find(String id) {
    if (!urls.looksLikeOne(id)) {
      return store.find(id);
    }
    return documents.get(id).map(Optional::of).recover(Clients::refused);
  }

  /**
   * A client that was authorized before. Its document decides as long as it can be had; while it
   * cannot, a public client goes on with what it said last, since nothing but its id is asked of
   * it.
   *
   * @return empty when it is unknown, or its document is not acceptable any more
   */
  Future<Optional<Client>> known(String id) {
    Future<Optional<Client>> stored = store.find(id);
    if (!urls.looksLikeOne(id)) {
      return stored;
    }
    return stored.compose(
        last ->
            last.isEmpty() ? stored : documents.get(id).map(Optional::of).recover(orElse(last)));
  }

  private static Function<Throwable, Future<Optional<Client>>> orElse(Optional<Client> last) {
    return failure ->
        failure instanceof FetchFailed || failure instanceof OAuthException
            ? Future.succeededFuture(
                last.filter(client -> failure instanceof FetchFailed && client.isPublic()))
            : Future.failedFuture(failure);
  }

  private Future<Fetched<Client>> load(String id) {
    Optional<URI> url = urls.parse(id);
    if (url.isEmpty()) {
      return Future.failedFuture(new FetchFailed("its address is not one that is fetched"));
    }
    return fetcher
        .fetch(url.get(), LARGEST_DOCUMENT)
        .map(
            fetched ->
                fetched.map(
                    document ->
                        new Client(
                            id,
                            ClientKind.DOCUMENT,
                            policy.check(id, document),
                            Optional.empty(),
                            Optional.empty(),
                            clock.instant())));
  }

  private static Future<Optional<Client>> refused(Throwable failure) {
    if (failure instanceof FetchFailed || failure instanceof OAuthException) {
      return Future.failedFuture(
          new AuthorizationRefused(
              new AuthorizationError.Local(
                  "The application's own description (its client_id is an address) is not usable: "
                      + failure.getMessage()
                      + ".")));
    }
    return Future.failedFuture(failure);
  }
}
