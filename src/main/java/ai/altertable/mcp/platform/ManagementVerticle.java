package ai.altertable.mcp.platform;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operator's tools ask: {@code /health/live} (the process answers), {@code /health/ready}
 * (everything listens and the database answers), {@code /metrics}, and {@code /log} to see more of
 * something for a while. It listens before the database does: a start that migrates for long is
 * alive.
 */
public final class ManagementVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementVerticle.class);
  private static final long DATABASE_MILLIS = 2_000;
  private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  private final HttpServerOptions options;
  private final Metrics metrics;
  private final Readiness readiness;
  private HealthChecks checks;
  private LogLevels levels;
  private LogLevelEndpoint log;

  /**
   * @param options where it listens
   */
  public ManagementVerticle(HttpServerOptions options, Metrics metrics, Readiness readiness) {
    this.options = options;
    this.metrics = metrics;
    this.readiness = readiness;
  }

  @Override
  public Future<?> start() {
    checks =
        HealthChecks.create(vertx)
            .register("started", done -> done.complete(status(readiness.ready())))
            .register("database", DATABASE_MILLIS, this::askDatabase);
    levels = new LogLevels(vertx);
    log = new LogLevelEndpoint(levels);
    return vertx.createHttpServer(options).requestHandler(this::answer).listen();
  }

  @Override
  public Future<?> stop() {
    levels.close();
    return Future.succeededFuture();
  }

  private void answer(HttpServerRequest request) {
    if (request.path().equals("/log")) {
      log.handle(request);
      return;
    }
    if (!READS.contains(request.method())) {
      request.response().setStatusCode(NOT_ALLOWED).putHeader("Allow", "GET, HEAD").end();
      return;
    }
    switch (request.path()) {
      case "/health/live" -> json(request, OK, "{\"status\":\"UP\"}");
      case "/health/ready" -> ready(request);
      case "/metrics" -> metrics(request);
      default -> request.response().setStatusCode(NOT_FOUND).end();
    }
  }

  private void ready(HttpServerRequest request) {
    checks
        .checkStatus()
        .onSuccess(
            result ->
                json(
                    request, CheckResult.isUp(result) ? OK : UNAVAILABLE, result.toJson().encode()))
        .onFailure(
            failure -> {
              LOG.error("the health checks fail", failure);
              request.response().setStatusCode(UNAVAILABLE).end();
            });
  }

  private void metrics(HttpServerRequest request) {
    request
        .response()
        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        .end(metrics.scrape());
  }

  private void askDatabase(Promise<Status> done) {
    readiness
        .database()
        .map(database -> database.pool().query("SELECT 1").execute().map(true))
        .orElse(Future.succeededFuture(false))
        .onComplete(answer -> done.tryComplete(status(answer.succeeded() && answer.result())));
  }

  private static Status status(boolean up) {
    return up ? Status.OK() : Status.KO();
  }

  private static void json(HttpServerRequest request, int status, String body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(body);
  }
}
