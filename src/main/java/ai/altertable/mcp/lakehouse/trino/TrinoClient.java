package ai.altertable.mcp.lakehouse.trino;

import ai.altertable.mcp.lakehouse.CallTag;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import ai.altertable.mcp.lakehouse.connection.ExternalConnection;
import ai.altertable.mcp.lakehouse.connection.HostPolicy;
import ai.altertable.mcp.lakehouse.connection.TrinoSettings;
import ai.altertable.mcp.lakehouse.connection.TrinoSettings.Auth;
import ai.altertable.mcp.lakehouse.connection.Trust;
import ai.altertable.mcp.lakehouse.rows.TimedWork;
import ai.altertable.mcp.platform.BoundedBody;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to one cluster (Trino documentation, "Trino client REST API"): to its own origin only,
 * at the address that was judged, with bounded answers.
 */
final class TrinoClient {
  private static final Logger LOG = LoggerFactory.getLogger(TrinoClient.class);
  private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9_./-]");
  private static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;
  private static final int ANSWER_SECONDS = 60;
  private static final int CONNECT_MILLIS = 5000;
  private static final long RETRY_MILLIS = 100;
  private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();

  /** What a cluster, or a proxy before it, means by "later" (Trino client REST API). */
  private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);

  /** For the answer to a statement that nobody waits for: without it, it cannot be ended. */
  private static final long GRACE_MILLIS = 5000;

  private final Vertx vertx;
  private final HttpClient http;
  private final HostPolicy hosts;
  private final ExternalConnection connection;
  private final TrinoSettings settings;

  TrinoClient(Vertx vertx, HttpClient http, HostPolicy hosts, ExternalConnection connection) {
    this.vertx = vertx;
    this.http = http;
    this.hosts = hosts;
    this.connection = connection;
    this.settings = (TrinoSettings) connection.settings();
  }

  TrinoSettings settings() {
    return settings;
  }

  /**
   * Sends a statement.
   *
   * @param tag who asks, for the cluster's own lists of queries
   * @param timeout that the cluster keeps to as well
   * @param abandoned when the answer is wanted no more
   * @return the first answer; fails with {@link QueryFault}
   */
  Future<JsonObject> post(String sql, String tag, Duration timeout, Cancellation abandoned) {
    CallTag call = CallTag.of(NOT_PLAIN.matcher(tag).replaceAll("_"));
    Map<String, String> session =
        Map.of(
            "X-Trino-Catalog",
            settings.catalog(),
            "X-Trino-Source",
            "altertable-mcp",
            "X-Trino-Client-Info",
            call.who(),
            "X-Trino-Trace-Token",
            call.correlation(),
            "X-Trino-Time-Zone",
            "UTC",
            // with their whole precision
            "X-Trino-Client-Capabilities",
            "PARAMETRIC_DATETIME",
            "X-Trino-Session",
            "query_max_run_time=" + Math.max(1, timeout.toSeconds()) + "s");
    URI uri = settings.url().resolve("/v1/statement");
    return send(new Ask(HttpMethod.POST, uri, session, sql, abandoned), 0);
  }

  /**
   * The next answer, at the address that the one before named.
   *
   * @param abandoned when it is wanted no more; the request ends then
   */
  Future<JsonObject> get(String nextUri, Cancellation abandoned) {
    return own(nextUri)
        .compose(uri -> send(new Ask(HttpMethod.GET, uri, Map.of(), null, abandoned), 0));
  }

  /** Ends a statement. Never fails. */
  Future<Void> delete(String nextUri) {
    return own(nextUri)
        .compose(
            uri -> request(new Ask(HttpMethod.DELETE, uri, Map.of(), null, new Cancellation())))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** A cluster that names another host would have our credentials sent there. */
  private Future<URI> own(String nextUri) {
    try {
      URI uri = URI.create(nextUri);
      URI own = settings.url();
      boolean same =
          own.getScheme().equalsIgnoreCase(uri.getScheme())
              && own.getHost().equalsIgnoreCase(uri.getHost())
              && port(own) == port(uri);
      if (same) {
        return Future.succeededFuture(uri);
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    return Future.failedFuture(
        unavailable(
            "The cluster of connection "
                + connection.info().catalog()
                + " answers with an address that is not its own.",
            "The setting url must be the address that Trino itself names in its answers; behind a"
                + " proxy, Trino needs http-server.process-forwarded=true."));
  }

  /** A request, which may have to be sent again. */
  private record Ask(
      HttpMethod method,
      URI uri,
      Map<String, String> headers,
      String body,
      Cancellation abandoned) {
    /** A page of rows is there until the next one is asked for, a statement may have begun. */
    boolean repeatable() {
      return method.equals(HttpMethod.GET);
    }
  }

  /**
   * @param untilNanos when it is given up; 0 before its first failure
   */
  private Future<JsonObject> send(Ask ask, long untilNanos) {
    return request(ask)
        .transform(
            done -> {
              if (done.succeeded() && done.result().status() == 200) {
                return json(done.result().body());
              }
              if (ask.abandoned().cancelled()) {
                return Future.failedFuture(TimedWork.timeout());
              }
              long now = System.nanoTime();
              long until = untilNanos == 0 ? now + RETRY_NANOS : untilNanos;
              return passing(ask, done) && now - until < 0
                  ? vertx.timer(RETRY_MILLIS).compose(later -> send(ask, until))
                  : Future.failedFuture(
                      done.succeeded() ? refused(done.result().status()) : explained(done.cause()));
            });
  }

  private static boolean passing(Ask ask, AsyncResult<Answer> done) {
    return done.succeeded()
        ? BUSY.contains(done.result().status())
        : ask.repeatable() && !(done.cause() instanceof QueryFault);
  }

  /** An answer, read whole on the event loop that it came on. */
  private record Answer(int status, Buffer body) {}

  private Future<Answer> request(Ask ask) {
    return hosts
        .resolve(ask.uri().getHost(), port(ask.uri()))
        .compose(address -> http.request(options(ask.method(), ask.uri(), address)))
        .compose(request -> answer(ask, request));
  }

  private Future<Answer> answer(Ask ask, HttpClientRequest request) {
    ask.headers().entrySet().stream()
        .filter(header -> !header.getValue().isEmpty())
        .forEach(header -> request.putHeader(header.getKey(), header.getValue()));
    settings.schema().ifPresent(name -> request.putHeader("X-Trino-Schema", name));
    request.putHeader("X-Trino-User", settings.user());
    connection
        .secret()
        .ifPresent(secret -> request.putHeader("Authorization", credentials(secret)));
    long grace = ask.repeatable() ? 1 : GRACE_MILLIS;
    Runnable forget =
        ask.abandoned().onCancel(() -> vertx.setTimer(grace, late -> request.reset()));
    Future<HttpClientResponse> sent =
        ask.body() == null ? request.send() : request.send(Buffer.buffer(ask.body()));
    return sent.compose(
            answer ->
                BoundedBody.read(answer, MAX_ANSWER_BYTES, TrinoClient::tooLarge)
                    .map(read -> new Answer(answer.statusCode(), read)))
        .onComplete(done -> forget.run());
  }

  private RequestOptions options(HttpMethod method, URI uri, InetSocketAddress address) {
    String query = uri.getRawQuery();
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setServer(SocketAddress.inetSocketAddress(address))
            .setHost(uri.getHost())
            .setPort(port(uri))
            .setURI(uri.getRawPath() + (query == null ? "" : "?" + query))
            .setConnectTimeout(CONNECT_MILLIS)
            .setIdleTimeout(TimeUnit.SECONDS.toMillis(ANSWER_SECONDS))
            .setFollowRedirects(false);
    boolean tls = "https".equals(uri.getScheme());
    if (tls) {
      options.setSslOptions(
          new ClientSSLOptions()
              .setTrustOptions(Trust.of(settings.ca()))
              .setHostnameVerificationAlgorithm("HTTPS"));
    }
    return options.setSsl(tls);
  }

  private String credentials(String secret) {
    if (settings.auth() == Auth.JWT) {
      return "Bearer " + secret;
    }
    byte[] pair = (settings.user() + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private Future<JsonObject> json(Buffer body) {
    try {
      return Future.succeededFuture(TrinoJson.read(body));
    } catch (DecodeException e) {
      return Future.failedFuture(refused(200));
    }
  }

  /** What an answer means that is JSON, and nothing that Trino says. */
  QueryFault strange() {
    return refused(200);
  }

  private QueryFault refused(int status) {
    String why =
        switch (status) {
          case 401, 403 -> "refuses the login.";
          case 429, 502, 503, 504 -> "is overloaded.";
          case 200 -> "does not answer as Trino does.";
          default -> "answers with HTTP status " + status + ".";
        };
    String hint =
        status == 401 || status == 403
            ? "An administrator of the environment gives the connection another login."
            : "Try the same call again in a few seconds.";
    return unavailable(
        "The cluster of connection " + connection.info().catalog() + " " + why, hint);
  }

  private Throwable explained(Throwable failure) {
    if (failure instanceof QueryFault) {
      return failure;
    }
    LOG.info("a cluster does not answer connection={}", connection.key().id(), failure);
    boolean untrusted = failure instanceof javax.net.ssl.SSLException;
    return unavailable(
        "The cluster of connection "
            + connection.info().catalog()
            + (untrusted
                ? " has no certificate that is trusted for its host."
                : " cannot be reached."),
        "Try the same call again in a few seconds.");
  }

  private static QueryFault tooLarge() {
    return new QueryFault(
        Kind.TOO_LARGE,
        "The cluster answers with more than is read at a time.",
        Detail.hint("Select fewer columns, or cut long values with substr(column, 1, 1000)."));
  }

  private static QueryFault unavailable(String message, String hint) {
    return new QueryFault(Kind.UNAVAILABLE, message, Detail.hint(hint));
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
  }
}
