package ai.altertable.mcp.console;

import ai.altertable.mcp.oauth.http.RequestOrigins;
import io.vertx.ext.web.Router;

/** What is served on the app's origin beside its pages. One for each node. */
@FunctionalInterface
public interface Routes {
  /**
   * Mounts it.
   *
   * @param router of one verticle
   */
  void mount(Router router, RequestOrigins origins);
}
