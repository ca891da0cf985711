package ai.altertable.mcp.console.organization;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.console.Visitors.Visitor;
import ai.altertable.mcp.identity.admin.Actor;
import ai.altertable.mcp.identity.admin.Page;
import ai.altertable.mcp.identity.admin.Refused;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/**
 * A signed-in user's request to the console.
 *
 * @param actor who asks the services
 * @param fields of the form that was posted, or of the query
 * @param refusal why the posted form is shown again; empty when a page is just opened
 */
record Visit(
    RoutingContext context,
    Visitor visitor,
    Actor actor,
    Fields fields,
    Optional<Refused> refusal) {
  Visit {
    requireNonNull(context, "context is null");
    requireNonNull(visitor, "visitor is null");
    requireNonNull(actor, "actor is null");
    requireNonNull(fields, "fields is null");
    requireNonNull(refusal, "refusal is null");
  }

  /** The same visit, to show its form again. */
  Visit refused(Refused why) {
    return new Visit(context, visitor, actor, fields, Optional.of(why));
  }

  /** The query, whatever was posted. */
  Fields query() {
    return new Fields(context.queryParams());
  }

  /** The page of a list that the query asks for. */
  Page.Request slice(int rows) {
    return new Page.Request(query().get("cursor"), rows);
  }

  /** Slug in the path. */
  String organization() {
    return context.pathParam("organization");
  }

  /** Slug in the path. */
  String environment() {
    return context.pathParam("environment");
  }

  /**
   * The key in the path.
   *
   * @param what it is of, for the refusal
   */
  UUID id(String what) {
    return uuid(context.pathParam("id"), what);
  }

  /**
   * @throws Refused {@code NOT_FOUND} when it is none
   */
  static UUID uuid(String text, String what) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw Refused.notFound(what);
    }
  }

  /** Path of the organization's pages. */
  String home() {
    return "/console/" + organization();
  }

  /**
   * Path of a page of the organization's administration; no environment's slug begins like that.
   */
  String admin(String page) {
    return home() + "/-/" + page;
  }
}
