package ai.altertable.mcp.transport;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which protected resource a path names: {@code /v1}, {@code /mcp} and {@code /} are the canonical
 * one, {@code /v1/{org}/{env}} is that environment's. A trailing slash makes no difference: clients
 * lose their token on a redirect.
 */
final class ResourcePaths {
  private static final String CANONICAL = "/v1";
  private static final Pattern ENVIRONMENT =
      Pattern.compile("/v1/[a-z0-9][a-z0-9-]{0,62}/[a-z0-9][a-z0-9-]{0,62}");

  private final String origin;
  private final ProtectedResource canonical;

  /**
   * @param origin public origin of the endpoint
   */
  ResourcePaths(String origin) {
    this.origin = origin;
    this.canonical = ProtectedResource.of(origin, CANONICAL);
  }

  /** The resource that an endpoint path names. */
  Optional<ProtectedResource> endpoint(String path) {
    return Optional.ofNullable(resource(path));
  }

  /**
   * The resource whose metadata a path names: {@code /.well-known/oauth-protected-resource<resource
   * path>} (RFC 9728 section 3.1), or the form that some clients try, with the well-known part at
   * the end.
   */
  Optional<ProtectedResource> metadata(String path) {
    if (path.startsWith(ProtectedResource.WELL_KNOWN)) {
      return Optional.ofNullable(resource(path.substring(ProtectedResource.WELL_KNOWN.length())));
    }
    if (path.endsWith(ProtectedResource.WELL_KNOWN)) {
      return Optional.ofNullable(
          resource(path.substring(0, path.length() - ProtectedResource.WELL_KNOWN.length())));
    }
    return Optional.empty();
  }

  private ProtectedResource resource(String path) {
    return switch (path) {
      case "", "/", "/v1", "/v1/", "/mcp", "/mcp/" -> canonical;
      default -> environment(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    };
  }

  /** Answers for environments that do not exist too: their names are nobody's business. */
  private ProtectedResource environment(String path) {
    return ENVIRONMENT.matcher(path).matches() ? ProtectedResource.of(origin, path) : null;
  }
}
