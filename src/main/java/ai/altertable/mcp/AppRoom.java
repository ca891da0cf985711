package ai.altertable.mcp;

import ai.altertable.mcp.administration.Administration;
import ai.altertable.mcp.administration.KeptAnswers;
import ai.altertable.mcp.api.ApiRoutes;
import ai.altertable.mcp.api.Contract;
import ai.altertable.mcp.console.AppBundle;
import ai.altertable.mcp.console.AppVerticle;
import ai.altertable.mcp.console.EnvironmentReading;
import ai.altertable.mcp.console.ExportDownload;
import ai.altertable.mcp.console.Pages;
import ai.altertable.mcp.delivery.ChannelPolicy;
import ai.altertable.mcp.delivery.Channels;
import ai.altertable.mcp.delivery.Deliveries;
import ai.altertable.mcp.identity.Identity;
import ai.altertable.mcp.identity.Passwords;
import ai.altertable.mcp.lakehouse.connection.Connections;
import ai.altertable.mcp.lakehouse.export.Exports;
import ai.altertable.mcp.oauth.AuthorizationServer;
import ai.altertable.mcp.oauth.ExpiredRows;
import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.platform.Platform;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientOptions;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plugs the app in: authorization server, sign-in, consent and console on one origin. */
final class AppRoom {
  private static final Logger LOG = LoggerFactory.getLogger(AppRoom.class);

  private AppRoom() {}

  /**
   * Brings notifications to their channels.
   *
   * @param listener not started yet
   */
  static Part deliveries(Platform platform, DatabaseListener listener) {
    Deliveries deliveries =
        Deliveries.create(
            platform.vertx(),
            platform.database(),
            new Channels(platform.secrets()),
            platform.config().app().notifications(),
            new HttpClientOptions(),
            platform.config().app().url());
    deliveries.listen(listener);
    return Part.verticle("notifications", platform.vertx(), 1, deliveries::verticle);
  }

  /** Sweeps away requests, codes, tokens and clients that have ended. */
  static Part expiredRows(Platform platform) {
    ExpiredRows sweep =
        new ExpiredRows(platform.vertx(), platform.database(), platform.config().oauth());
    return new Part("expired rows", sweep::start, sweep::stop);
  }

  /**
   * @param connections for those who manage them
   * @param reading how pages read environments
   * @param exports whole results by link
   */
  static Part part(
      Platform platform,
      Passwords passwords,
      Connections connections,
      EnvironmentReading reading,
      Exports exports,
      int instances) {
    Identity identity =
        Identity.create(
            platform.vertx(),
            platform.config().app(),
            platform.database(),
            platform.secrets(),
            passwords);
    AuthorizationServer server =
        new AuthorizationServer(
            platform.vertx(),
            platform.config(),
            platform.database(),
            platform.secrets(),
            platform.audit());
    Administration administration =
        Administration.create(
            platform.database(),
            platform.audit(),
            connections,
            new Channels(platform.secrets()),
            new ChannelPolicy(platform.config().app().notifications()));
    KeptAnswers kept = new KeptAnswers(platform.database(), platform.secrets());
    Promise<AppBundle> bundle = Promise.promise();
    Callable<AppBundle> read =
        () -> {
          ApiRoutes api =
              new ApiRoutes(
                  platform.config(),
                  Contract.read(platform.config().app().apiResource()),
                  administration,
                  server.admins(),
                  kept);
          Pages pages = Pages.load(platform.vertx(), platform.config().app().https());
          return new AppBundle(pages, List.of(api::mount, new ExportDownload(exports, pages)));
        };
    return Part.verticle(
            "app",
            platform.vertx(),
            instances,
            () ->
                new AppVerticle(
                    platform.config(),
                    identity,
                    server,
                    platform.secrets(),
                    platform.audit(),
                    administration,
                    bundle.future(),
                    reading))
        .then(
            () ->
                platform
                    .vertx()
                    .executeBlocking(read, false)
                    .onFailure(wrong -> LOG.error("pages cannot be shown", wrong))
                    .onComplete(bundle));
  }
}
