package ai.altertable.mcp.api;

import ai.altertable.mcp.api.ApiProblem.Kind;
import ai.altertable.mcp.oauth.http.RequestOrigins;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Answers requests to the API that no operation takes: wrong method, or nothing there. */
final class Elsewhere {
  private final List<Known> known;
  private final RequestOrigins origins;

  private record Known(Pattern path, HttpMethod method) {}

  Elsewhere(String prefix, List<Contract.Operation> operations, RequestOrigins origins) {
    this.known =
        operations.stream()
            .map(
                operation ->
                    new Known(
                        Pattern.compile(
                            Pattern.quote(prefix)
                                + operation
                                    .path()
                                    .replace(".", "\\.")
                                    .replaceAll("\\{\\w+}", "[^/]+")),
                        operation.method()))
            .toList();
    this.origins = origins;
  }

  void handle(RoutingContext context) {
    String allowed =
        known.stream()
            .filter(one -> one.path().matcher(context.normalizedPath()).matches())
            .map(one -> one.method().name())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    if (allowed.isEmpty()) {
      send(context, new ApiProblem(Kind.NOT_FOUND, "There is no such resource."));
    } else {
      context.response().putHeader("Allow", allowed);
      send(context, new ApiProblem(Kind.METHOD_NOT_ALLOWED, "The method must be " + allowed + "."));
    }
  }

  private void send(RoutingContext context, ApiProblem problem) {
    ApiEndpoint.send(
        context, problem.kind().status(), problem.toJson(origins.of(context).correlationId()));
  }
}
