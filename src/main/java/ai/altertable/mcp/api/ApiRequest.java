package ai.altertable.mcp.api;

import ai.altertable.mcp.identity.admin.Actor;
import ai.altertable.mcp.identity.admin.Page;
import ai.altertable.mcp.identity.admin.Refused;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A request whose token is good, and whose query and body are of the form that the contract wants.
 *
 * @param actor who asks the services
 * @param body empty object when the operation takes none
 */
record ApiRequest(RoutingContext context, Actor actor, JsonObject body) {
  private static final int ROWS = 50;

  /** Short name in the path. */
  String organization() {
    return path("organization");
  }

  /** Short name in the path. */
  String environment() {
    return path("environment");
  }

  String path(String name) {
    return context.pathParam(name);
  }

  /**
   * A key in the path.
   *
   * @throws Refused {@code NOT_FOUND} when it is none
   */
  UUID id(String name) {
    return uuid(path(name)).orElseThrow(() -> Refused.notFound(name));
  }

  static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A query parameter; an empty one is an absent one. */
  Optional<String> query(String name) {
    List<String> all = context.queryParams().getAll(name);
    if (all.size() > 1) {
      throw ApiProblem.invalid(name, name + " is given more than once.");
    }
    return all.stream().filter(value -> !value.isEmpty()).findAny();
  }

  boolean flag(String name) {
    return query(name)
        .map(
            value -> {
              if (!value.equals("true") && !value.equals("false")) {
                throw ApiProblem.invalid(name, name + " must be true or false.");
              }
              return value.equals("true");
            })
        .orElse(false);
  }

  Optional<Instant> time(String name) {
    try {
      return query(name).map(value -> OffsetDateTime.parse(value).toInstant());
    } catch (DateTimeException e) {
      throw ApiProblem.invalid(name, name + " must be a time like 2026-11-25T04:00:00Z.");
    }
  }

  int limit() {
    try {
      return query("limit").map(Integer::valueOf).orElse(ROWS);
    } catch (NumberFormatException e) {
      throw ApiProblem.invalid("limit", "limit must be a whole number.");
    }
  }

  Page.Request page() {
    return new Page.Request(query("cursor"), limit());
  }
}
