package ai.altertable.mcp.oauth.fetch;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import ai.altertable.mcp.platform.PublicAddresses;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * Fetches a small JSON document from an address that a stranger gave. The name is resolved once,
 * all that it resolves to must be public, and the connection goes to the address that was checked,
 * so a name cannot mean something else a moment later. No redirects, no proxy, bounded in size, in
 * time and in number.
 */
public final class SafeFetcher {
  private static final Duration IN_ALL = Duration.ofSeconds(10);
  private static final int CONNECT_MILLIS = 5_000;
  private static final int MOST_AT_A_TIME = 32;
  private static final int HEAD_BYTES = 8 * 1024;
  private static final int OK = 200;
  private static final Pattern JSON = Pattern.compile("application/(?:[a-z0-9.-]+\\+)?json");

  private final Vertx vertx;
  private final HttpClient http;
  private final Lookup lookup;
  private final boolean privateAddresses;
  private final Duration inAll;
  private final Clock clock;
  private final AtomicInteger running = new AtomicInteger();

  /**
   * @param tls whom to trust; everything else is set here
   * @param privateAddresses development only: connects to private addresses too
   */
  public SafeFetcher(
      Vertx vertx, HttpClientOptions tls, Lookup lookup, boolean privateAddresses, Clock clock) {
    this(vertx, tls, lookup, privateAddresses, IN_ALL, clock);
  }

  SafeFetcher(
      Vertx vertx,
      HttpClientOptions tls,
      Lookup lookup,
      boolean privateAddresses,
      Duration inAll,
      Clock clock) {
    this.vertx = vertx;
    this.http =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientOptions(tls)
                    .setKeepAlive(false)
                    .setConnectTimeout(CONNECT_MILLIS)
                    .setIdleTimeout((int) IN_ALL.toSeconds())
                    .setMaxHeaderSize(HEAD_BYTES)
                    .setVerifyHost(true)
                    .setTrustAll(false))
            .with(new PoolOptions().setHttp1MaxSize(MOST_AT_A_TIME))
            .build();
    this.lookup = lookup;
    this.privateAddresses = privateAddresses;
    this.inAll = inAll;
    this.clock = clock;
  }

  /**
   * Fetches a document.
   *
   * @param url one that {@link ai.altertable.mcp.oauth.policy.DocumentUrls} takes
   * @param mostBytes of its body
   * @return fails with {@link FetchFailed}
   */
  public Future<Fetched<JsonObject>> fetch(URI url, int mostBytes) {
    if (running.incrementAndGet() > MOST_AT_A_TIME) {
      running.decrementAndGet();
      return Future.failedFuture(new FetchFailed("too many documents are being fetched"));
    }
    Promise<Fetched<JsonObject>> fetched = Promise.promise();
    // On one context from here: elsewhere a short answer could end before its handlers are set.
    vertx.getOrCreateContext().runOnContext(go -> run(url, mostBytes).onComplete(fetched));
    return fetched.future();
  }

  private Future<Fetched<JsonObject>> run(URI url, int mostBytes) {
    AtomicReference<HttpClientRequest> sent = new AtomicReference<>();
    return lookup
        .addresses(url.getHost())
        .map(this::choose)
        .compose(address -> http.request(request(url, address)))
        .compose(
            request -> {
              sent.set(request);
              return request.send().compose(response -> read(request, response, mostBytes));
            })
        .timeout(inAll.toMillis(), MILLISECONDS)
        .onComplete(
            done -> {
              running.decrementAndGet();
              if (done.failed() && sent.get() != null) {
                sent.get().reset();
              }
            })
        .recover(SafeFetcher::explain);
  }

  /** All must be public: one that is not is somebody's trick. */
  private InetAddress choose(List<InetAddress> addresses) {
    boolean good = privateAddresses || addresses.stream().allMatch(PublicAddresses::contains);
    if (!good || addresses.isEmpty()) {
      throw new FetchFailed("its name does not lead to a public address");
    }
    return addresses.get(0);
  }

  private static RequestOptions request(URI url, InetAddress address) {
    boolean https = "https".equals(url.getScheme());
    int port = url.getPort() == -1 ? (https ? 443 : 80) : url.getPort();
    String target =
        url.getRawQuery() == null ? url.getRawPath() : url.getRawPath() + "?" + url.getRawQuery();
    return new RequestOptions()
        .setMethod(HttpMethod.GET)
        .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
        .setHost(url.getHost())
        .setPort(port)
        .setSsl(https)
        .setURI(target)
        .setFollowRedirects(false)
        .putHeader(HttpHeaders.ACCEPT, "application/json")
        .putHeader(HttpHeaders.USER_AGENT, "altertable-mcp");
  }

  private Future<Fetched<JsonObject>> read(
      HttpClientRequest request, HttpClientResponse response, int mostBytes) {
    // What is refused below is not read, and its end is nobody's news.
    response.exceptionHandler(ignored -> {});
    if (response.statusCode() != OK) {
      return Future.failedFuture(
          new FetchFailed("the answer has status " + response.statusCode() + ", not 200"));
    }
    if (!json(response)) {
      return Future.failedFuture(new FetchFailed("the answer is not plain application/json"));
    }
    return body(request, response, mostBytes)
        .map(SafeFetcher::parse)
        .map(json -> new Fetched<>(json, Freshness.of(response.headers(), clock.instant())));
  }

  private static boolean json(HttpClientResponse response) {
    String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null
        && response.getHeader(HttpHeaders.CONTENT_ENCODING) == null
        && JSON.matcher(type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT)).matches();
  }

  private static Future<Buffer> body(
      HttpClientRequest request, HttpClientResponse response, int mostBytes) {
    Promise<Buffer> whole = Promise.promise();
    Buffer collected = Buffer.buffer();
    response.exceptionHandler(whole::tryFail);
    response.handler(
        chunk -> {
          if (collected.length() + chunk.length() > mostBytes) {
            whole.tryFail(new FetchFailed("it is larger than " + mostBytes + " bytes"));
            request.reset();
          } else {
            collected.appendBuffer(chunk);
          }
        });
    response.endHandler(end -> whole.tryComplete(collected));
    return whole.future();
  }

  private static JsonObject parse(Buffer body) {
    try {
      return new JsonObject(body);
    } catch (DecodeException | ClassCastException | NullPointerException e) {
      throw new FetchFailed("it is not a JSON object");
    }
  }

  /** What the network says names addresses and ports; a stranger is told none of that. */
  private static Future<Fetched<JsonObject>> explain(Throwable failure) {
    return Future.failedFuture(
        failure instanceof FetchFailed ? failure : new FetchFailed("it cannot be fetched"));
  }
}
