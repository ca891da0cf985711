package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.ContentOutcome;
import ai.altertable.mcp.bus.ContentRequest;
import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.ToolNodes;
import ai.altertable.mcp.protocol.ErrorCode;
import ai.altertable.mcp.protocol.Meta;
import ai.altertable.mcp.protocol.ModernResult;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.protocol.RpcException;
import ai.altertable.mcp.protocol.ServerDescription;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Resources, prompts and completions: asked for over the bus and dressed for the era. Lists of
 * several providers follow one another; anything else is the first one's that has it.
 */
final class ContentMethods {
  private static final int PAGE = 100;
  private static final long TTL_MILLIS = 60_000;
  private static final int RETRY_SECONDS = 2;

  /** The lists, and what their items are called. */
  private static final Map<String, String> LISTS =
      Map.of(
          "resources/list", "resources",
          "resources/templates/list", "resourceTemplates",
          "prompts/list", "prompts");

  private static final List<String> SINGLES =
      List.of("resources/read", "prompts/get", "completion/complete");

  /** Results that clients may keep for a while (revision 2026-07-28, caching). */
  private static final String CACHED_SINGLE = "resources/read";

  private final ToolNodes nodes;
  private final List<Provider> providers;
  private final InputRounds rounds;
  private final ServerDescription server;

  /**
   * @param providers those that serve content, at least one
   */
  ContentMethods(
      ToolNodes nodes, List<Provider> providers, InputRounds rounds, ServerDescription server) {
    this.nodes = nodes;
    this.providers = List.copyOf(providers);
    this.rounds = rounds;
    this.server = server;
  }

  Map<String, MethodHandler> handlers() {
    Map<String, MethodHandler> handlers = new HashMap<>();
    LISTS.forEach((method, items) -> handlers.put(method, exchange -> list(exchange, items)));
    SINGLES.forEach(method -> handlers.put(method, this::single));
    return handlers;
  }

  private Future<Buffer> list(Exchange exchange, String items) {
    exchange.visit().require(Scope.READ);
    ListCursor cursor = ListCursor.decode(exchange.request().params().getValue("cursor"));
    if (cursor.provider() >= providers.size()) {
      throw ListCursor.unknown();
    }
    return fill(exchange, items, cursor, new JsonArray())
        .map(
            result -> {
              if (exchange.modern()) {
                ModernResult.cacheable(result, server.info(), TTL_MILLIS, false);
              }
              return result.toBuffer();
            });
  }

  /** Goes from provider to provider until the page is full or there are no more. */
  private Future<JsonObject> fill(
      Exchange exchange, String items, ListCursor cursor, JsonArray page) {
    return ask(
            providers.get(cursor.provider()), params(exchange, cursor), exchange, Interaction.NONE)
        .compose(outcome -> listed(exchange, outcome))
        .compose(
            found -> {
              page.addAll(found.getJsonArray(items));
              JsonObject result = new JsonObject().put(items, page);
              String next = found.getString("nextCursor");
              if (next != null) {
                result.put("nextCursor", new ListCursor(cursor.provider(), next).encode());
              } else if (cursor.provider() + 1 < providers.size()) {
                ListCursor following = new ListCursor(cursor.provider() + 1, null);
                if (page.size() < PAGE) {
                  return fill(exchange, items, following, page);
                }
                result.put("nextCursor", following.encode());
              }
              return Future.succeededFuture(result);
            });
  }

  private Future<JsonObject> listed(Exchange exchange, ContentOutcome outcome) {
    return outcome instanceof ContentOutcome.Found found
        ? Future.succeededFuture(found.result())
        : outcome.fold(new Encoding(exchange)).mapEmpty();
  }

  private static JsonObject params(Exchange exchange, ListCursor cursor) {
    JsonObject params = exchange.request().params().copy();
    if (cursor.inner() == null) {
      params.remove("cursor");
      return params;
    }
    return params.put("cursor", cursor.inner());
  }

  private Future<Buffer> single(Exchange exchange) {
    exchange.visit().require(Scope.READ);
    JsonObject params = exchange.request().params().copy();
    return rounds
        .run(
            exchange,
            interaction -> first(exchange, params, interaction, 0),
            outcome ->
                outcome instanceof ContentOutcome.InputRequired input
                    ? Optional.of(new InputRounds.Asked(input.requests(), input.state()))
                    : Optional.empty())
        .compose(outcome -> outcome.fold(new Encoding(exchange)));
  }

  private Future<ContentOutcome> first(
      Exchange exchange, JsonObject params, Interaction interaction, int index) {
    return ask(providers.get(index), params, exchange, interaction)
        .compose(
            outcome ->
                outcome instanceof ContentOutcome.Missing && index + 1 < providers.size()
                    ? first(exchange, params, interaction, index + 1)
                    : Future.succeededFuture(outcome));
  }

  private Future<ContentOutcome> ask(
      Provider provider, JsonObject params, Exchange exchange, Interaction interaction) {
    params.remove(Meta.META);
    return nodes
        .<ContentOutcome>request(
            provider.contentRequest(),
            new ContentRequest(
                exchange.request().method(), params, exchange.visit().caller(), interaction),
            new DeliveryOptions(),
            true)
        .map(Message::body);
  }

  private final class Encoding implements ContentOutcome.Cases<Future<Buffer>> {
    private final Exchange exchange;

    Encoding(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public Future<Buffer> found(ContentOutcome.Found outcome) {
      JsonObject result = outcome.result();
      if (exchange.modern()) {
        result = result.copy();
        if (exchange.request().method().equals(CACHED_SINGLE)) {
          ModernResult.cacheable(result, server.info(), TTL_MILLIS, false);
        } else {
          ModernResult.complete(result, server.info());
        }
      }
      return Future.succeededFuture(result.toBuffer());
    }

    @Override
    public Future<Buffer> missing(ContentOutcome.Missing outcome) {
      boolean resource = exchange.request().method().equals("resources/read");
      int code =
          resource && !exchange.modern() ? ErrorCode.RESOURCE_NOT_FOUND : ErrorCode.INVALID_PARAMS;
      return failed(
          new RpcError(
              code,
              (resource ? "unknown resource: " : "unknown: ") + outcome.what(),
              resource ? new JsonObject().put("uri", outcome.what()) : null));
    }

    @Override
    public Future<Buffer> invalid(ContentOutcome.Invalid outcome) {
      return failed(RpcError.invalidParams(outcome.message()));
    }

    @Override
    public Future<Buffer> inputRequired(ContentOutcome.InputRequired outcome) {
      return exchange.modern()
          ? rounds.inputRequired(
              exchange, new InputRounds.Asked(outcome.requests(), outcome.state()))
          : failed(RpcError.invalidParams("this needs a client that can be asked for input"));
    }

    @Override
    public Future<Buffer> unavailable(ContentOutcome.Unavailable outcome) {
      return Future.failedFuture(Rejection.retryAfter(503, RETRY_SECONDS, outcome.message()));
    }

    @Override
    public Future<Buffer> failed(ContentOutcome.Failed outcome) {
      return failed(RpcError.internal(outcome.correlationId()));
    }

    private Future<Buffer> failed(RpcError error) {
      return Future.failedFuture(new RpcException(error));
    }
  }
}
