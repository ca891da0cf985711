package ai.altertable.mcp;

import ai.altertable.mcp.administration.Administration;
import ai.altertable.mcp.administration.KeptAnswers;
import ai.altertable.mcp.api.ApiRoutes;
import ai.altertable.mcp.console.AppVerticle;
import ai.altertable.mcp.console.EnvironmentReading;
import ai.altertable.mcp.console.Pages;
import ai.altertable.mcp.identity.Identity;
import ai.altertable.mcp.identity.Passwords;
import ai.altertable.mcp.lakehouse.connection.Connections;
import ai.altertable.mcp.oauth.AuthorizationServer;
import ai.altertable.mcp.oauth.ExpiredRows;
import ai.altertable.mcp.platform.Platform;
import io.vertx.core.Future;

/** Plugs the app in: authorization server, sign-in, consent and console on one origin. */
final class AppRoom {
  private AppRoom() {}

  /** Sweeps away requests, codes, tokens and clients that have ended. */
  static Part expiredRows(Platform platform) {
    ExpiredRows sweep =
        new ExpiredRows(platform.vertx(), platform.database(), platform.config().oauth());
    return new Part("expired rows", sweep::start, sweep::stop);
  }

  /**
   * @param connections for those who manage them
   * @param reading how pages read environments
   */
  static Part part(
      Platform platform,
      Passwords passwords,
      Connections connections,
      EnvironmentReading reading,
      int instances) {
    // Compiled while the parts before this one start.
    Future<Pages> pages = Pages.load(platform.vertx(), platform.config().app().https());
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
        Administration.create(platform.database(), platform.audit(), connections);
    ApiRoutes api =
        new ApiRoutes(
            platform.config(),
            administration,
            server.admins(),
            new KeptAnswers(platform.database(), platform.secrets()));
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
                api,
                pages,
                reading));
  }
}
