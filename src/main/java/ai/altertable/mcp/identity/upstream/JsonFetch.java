package ai.altertable.mcp.identity.upstream;

import ai.altertable.mcp.identity.upstream.UpstreamRefused.Why;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Fetches small JSON documents: bounded in size and time, and no redirect is followed. */
final class JsonFetch {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LARGEST = 256 * 1024;
  private static final int CONNECTIONS = 4;
  private static final int WAITING = 64;

  private final HttpClient http;

  JsonFetch(Vertx vertx) {
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout((int) PATIENCE.toMillis()),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
  }

  /**
   * @return fails with {@link UpstreamRefused}
   */
  Future<JsonObject> get(URI address) {
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(address.toString())
            .setFollowRedirects(false)
            .setTimeout(PATIENCE.toMillis())
            .putHeader("Accept", "application/json");
    return http.request(request)
        .compose(sent -> sent.send().compose(JsonFetch::body))
        .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .map(JsonFetch::parse)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof UpstreamRefused
                        ? failure
                        : new UpstreamRefused(
                            Why.UNAVAILABLE, "cannot fetch " + address + ": " + failure, failure)));
  }

  private static Future<Buffer> body(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      response.request().reset();
      return Future.failedFuture(
          new UpstreamRefused(Why.UNAVAILABLE, "the provider answers " + response.statusCode()));
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(
        part -> {
          body.appendBuffer(part);
          if (body.length() > LARGEST) {
            whole.tryFail(
                new UpstreamRefused(Why.UNAVAILABLE, "the provider's answer is too large"));
            response.request().reset();
          }
        });
    response.exceptionHandler(whole::tryFail);
    response.endHandler(end -> whole.tryComplete(body));
    return whole.future();
  }

  private static JsonObject parse(Buffer body) {
    try {
      return new JsonObject(body);
    } catch (DecodeException e) {
      throw new UpstreamRefused(Why.UNAVAILABLE, "the provider's answer is no JSON object");
    }
  }
}
