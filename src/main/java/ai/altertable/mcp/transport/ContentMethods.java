package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.ContentOutcome;
import ai.altertable.mcp.bus.ContentRequest;
import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.protocol.Cursor;
import ai.altertable.mcp.protocol.ErrorCode;
import ai.altertable.mcp.protocol.Meta;
import ai.altertable.mcp.protocol.ModernResult;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.protocol.RpcException;
import ai.altertable.mcp.protocol.ServerDescription;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Resources, prompts and completions: asked for over the bus, paged and dressed for the era. Lists
 * of several providers are joined; anything else is the first one's that has it.
 */
final class ContentMethods {
  private static final int PAGE = 100;
  private static final long TTL_MILLIS = 60_000;

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

  private final EventBus bus;
  private final List<Provider> providers;
  private final InputRounds rounds;
  private final ServerDescription server;

  /**
   * @param providers those that serve content, at least one
   */
  ContentMethods(
      EventBus bus, List<Provider> providers, InputRounds rounds, ServerDescription server) {
    this.bus = bus;
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
    List<Future<JsonArray>> parts =
        providers.stream()
            .map(provider -> ask(provider, exchange, Interaction.NONE).map(o -> items(o, items)))
            .toList();
    return Future.all(parts)
        .map(
            all -> {
              JsonArray joined = new JsonArray();
              all.<JsonArray>list().forEach(joined::addAll);
              return page(exchange, items, joined);
            });
  }

  private static JsonArray items(ContentOutcome outcome, String items) {
    if (outcome instanceof ContentOutcome.Found found) {
      return found.result().getJsonArray(items);
    }
    throw new IllegalStateException("a list was answered with " + outcome);
  }

  private Buffer page(Exchange exchange, String items, JsonArray all) {
    int from = Cursor.decode(exchange.request().params().getValue("cursor"), all.size());
    int to = Math.min(from + PAGE, all.size());
    JsonObject result = new JsonObject().put(items, new JsonArray(all.getList().subList(from, to)));
    if (to < all.size()) {
      result.put("nextCursor", Cursor.encode(to));
    }
    if (exchange.modern()) {
      ModernResult.cacheable(result, server.info(), TTL_MILLIS, false);
    }
    return result.toBuffer();
  }

  private Future<Buffer> single(Exchange exchange) {
    return rounds
        .run(
            exchange,
            interaction -> first(exchange, interaction, 0),
            outcome ->
                outcome instanceof ContentOutcome.InputRequired input
                    ? Optional.of(new InputRounds.Asked(input.requests(), input.state()))
                    : Optional.empty())
        .compose(outcome -> outcome.fold(new Encoding(exchange)));
  }

  private Future<ContentOutcome> first(Exchange exchange, Interaction interaction, int index) {
    return ask(providers.get(index), exchange, interaction)
        .compose(
            outcome ->
                outcome instanceof ContentOutcome.Missing && index + 1 < providers.size()
                    ? first(exchange, interaction, index + 1)
                    : Future.succeededFuture(outcome));
  }

  private Future<ContentOutcome> ask(
      Provider provider, Exchange exchange, Interaction interaction) {
    JsonObject params = exchange.request().params().copy();
    params.remove(Meta.META);
    return bus.<ContentOutcome>request(
            provider.contentRequest(),
            new ContentRequest(
                exchange.request().method(), params, exchange.visit().caller(), interaction))
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
    public Future<Buffer> failed(ContentOutcome.Failed outcome) {
      return failed(RpcError.internal(outcome.correlationId()));
    }

    private Future<Buffer> failed(RpcError error) {
      return Future.failedFuture(new RpcException(error));
    }
  }
}
