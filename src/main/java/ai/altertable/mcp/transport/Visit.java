package ai.altertable.mcp.transport;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Scope;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/**
 * Who came, and to which door.
 *
 * @param caller null without a token, which only the handshake allows
 * @param resource that the URL names
 * @param features that the URL asks for
 * @param request that brought them
 */
record Visit(
    Caller caller, ProtectedResource resource, Features features, HttpServerRequest request) {
  Visit {
    requireNonNull(resource, "resource is null");
    requireNonNull(features, "features is null");
    requireNonNull(request, "request is null");
  }

  /** Of the request. */
  MultiMap headers() {
    return request.headers();
  }

  /**
   * Lets only those on that have a scope: a client asks its user for more upon a plain 403.
   *
   * @throws Rejection 403 {@code insufficient_scope}
   */
  void require(Scope scope) {
    if (!caller.may(scope)) {
      throw scopeMissing(scope);
    }
  }

  /** The caller's token does not reach that far: 403 {@code insufficient_scope}. */
  Rejection scopeMissing(Scope scope) {
    return resource.scopeMissing(scope, Authenticator.withProof(headers()));
  }
}
