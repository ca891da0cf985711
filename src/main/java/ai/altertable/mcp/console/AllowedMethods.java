package ai.altertable.mcp.console;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an address may be asked; who asked something else is told (RFC 9110 section 15.5.6). */
final class AllowedMethods {
  private final Router router;

  /**
   * @param router with all its routes, when it is asked
   */
  AllowedMethods(Router router) {
    this.router = router;
  }

  /** The value of {@code Allow}, like {@code GET, HEAD}. */
  String at(String path) {
    return router.getRoutes().stream()
        .filter(route -> leadsTo(route, path))
        .flatMap(route -> route.methods() == null ? Stream.empty() : route.methods().stream())
        .map(HttpMethod::name)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static boolean leadsTo(Route route, String path) {
    String pattern = route.getPath();
    if (pattern == null) {
      return false;
    }
    String[] wanted = pattern.split("/", -1);
    String[] given = path.split("/", -1);
    if (wanted.length != given.length) {
      return false;
    }
    for (int part = 0; part < wanted.length; part++) {
      boolean fits =
          wanted[part].startsWith(":") ? !given[part].isEmpty() : wanted[part].equals(given[part]);
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
