package ai.altertable.mcp.identity.upstream;

import ai.altertable.mcp.identity.upstream.UpstreamRefused.Why;
import ai.altertable.mcp.platform.BoundedBody;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Fetches small JSON documents from the provider: bounded in size and in time from the first byte
 * to the last, and no redirect is followed. What is too much is cut off, not only ignored.
 */
final class JsonFetch {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LARGEST = 256 * 1024;
  private static final int CONNECTIONS = 4;
  private static final int WAITING = 64;
  private static final int OK = 200;

  private final Vertx vertx;
  private final HttpClient http;
  private final Duration patience;

  JsonFetch(Vertx vertx) {
    this(vertx, PATIENCE);
  }

  /**
   * @param patience for a whole answer
   */
  JsonFetch(Vertx vertx, Duration patience) {
    this.vertx = vertx;
    this.patience = patience;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout((int) patience.toMillis()),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
  }

  /**
   * @return fails with {@link UpstreamRefused}
   */
  Future<JsonObject> get(URI address, Map<String, String> headers) {
    return fetch(options(HttpMethod.GET, address, headers), Buffer.buffer());
  }

  /**
   * @param form encoded
   * @return fails with {@link UpstreamRefused}
   */
  Future<JsonObject> post(URI address, Map<String, String> headers, String form) {
    RequestOptions options =
        options(HttpMethod.POST, address, headers)
            .putHeader("Content-Type", "application/x-www-form-urlencoded");
    return fetch(options, Buffer.buffer(form));
  }

  private RequestOptions options(HttpMethod method, URI address, Map<String, String> headers) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setAbsoluteURI(address.toString())
            .setFollowRedirects(false)
            .setTimeout(patience.toMillis())
            .putHeader("Accept", "application/json");
    headers.forEach(options::putHeader);
    return options;
  }

  /**
   * On one event loop from the request to the end of the answer, whoever asks: no part of it can
   * pass by before somebody listens.
   */
  private Future<JsonObject> fetch(RequestOptions options, Buffer body) {
    Context context = vertx.getOrCreateContext();
    Promise<JsonObject> fetched = Promise.promise();
    context.runOnContext(here -> send(options, body).onComplete(fetched));
    return fetched.future();
  }

  private Future<JsonObject> send(RequestOptions options, Buffer body) {
    AtomicReference<HttpClientRequest> sent = new AtomicReference<>();
    return http.request(options)
        .compose(
            request -> {
              sent.set(request);
              return (body.length() == 0 ? request.send() : request.send(body))
                  .compose(JsonFetch::body);
            })
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .map(JsonFetch::parse)
        .onFailure(
            failure -> {
              if (sent.get() != null) {
                sent.get().reset();
              }
            })
        .recover(failure -> Future.failedFuture(refused(options, failure)));
  }

  private static UpstreamRefused refused(RequestOptions options, Throwable failure) {
    return failure instanceof UpstreamRefused known
        ? known
        : new UpstreamRefused(
            Why.UNAVAILABLE,
            "cannot fetch " + options.getHost() + options.getURI() + ": " + failure,
            failure);
  }

  private static Future<Buffer> body(HttpClientResponse response) {
    // What is refused below is not read, and its end is nobody's news.
    response.exceptionHandler(ignored -> {});
    if (response.statusCode() != OK) {
      return Future.failedFuture(
          new UpstreamRefused(Why.UNAVAILABLE, "the provider answers " + response.statusCode()));
    }
    return BoundedBody.read(
        response,
        LARGEST,
        () -> new UpstreamRefused(Why.UNAVAILABLE, "the provider's answer is too large"));
  }

  private static JsonObject parse(Buffer body) {
    try {
      return new JsonObject(body);
    } catch (DecodeException | ClassCastException e) {
      throw new UpstreamRefused(Why.UNAVAILABLE, "the provider's answer is no JSON object");
    }
  }
}
