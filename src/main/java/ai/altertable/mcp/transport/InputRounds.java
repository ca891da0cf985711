package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.protocol.ErrorCode;
import ai.altertable.mcp.protocol.Meta;
import ai.altertable.mcp.protocol.Questions;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.protocol.RpcException;
import ai.altertable.mcp.protocol.ServerDescription;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Requests that take several rounds because the client is asked something in between. Stateless
 * clients get the questions as a result and come again; clients of the handshake era are asked on
 * the stream of their request.
 */
final class InputRounds {
  private static final int MAX_ROUNDS = 10;

  private final ClientDialog dialog;
  private final RequestStates states;
  private final ServerDescription server;

  InputRounds(ClientDialog dialog, RequestStates states, ServerDescription server) {
    this.dialog = dialog;
    this.states = states;
    this.server = server;
  }

  /**
   * What a client asked for and answered.
   *
   * @param requests by key
   * @param state to be handed back, or null
   */
  record Asked(JsonObject requests, String state) {}

  /**
   * Runs a request until it needs no more answers that can be had on its stream.
   *
   * @param attempt one round
   * @param asked what an outcome asks for, if it does
   * @return an outcome that still asks when the client must come again, or cannot be asked
   */
  <T> Future<T> run(
      Exchange exchange,
      Function<Interaction, Future<T>> attempt,
      Function<T, Optional<Asked>> asked) {
    Interaction first = interaction(exchange);
    Future<T> outcome = attempt.apply(first);
    return exchange.modern()
        ? outcome
        : outcome.compose(ended -> next(exchange, first, ended, attempt, asked, 1));
  }

  private <T> Future<T> next(
      Exchange exchange,
      Interaction before,
      T outcome,
      Function<Interaction, Future<T>> attempt,
      Function<T, Optional<Asked>> asked,
      int round) {
    Optional<Asked> question = asked.apply(outcome);
    if (question.isEmpty()
        || round > MAX_ROUNDS
        || !exchange.reply().streams()
        || !Questions.missing(question.get().requests(), before.askable()).isEmpty()) {
      return Future.succeededFuture(outcome);
    }
    return dialog
        .ask(exchange, question.get().requests())
        .map(answers -> new Interaction(before.askable(), answers, question.get().state()))
        .compose(
            after ->
                attempt
                    .apply(after)
                    .compose(ended -> next(exchange, after, ended, attempt, asked, round + 1)));
  }

  /**
   * The result that hands the questions to a stateless client.
   *
   * @return fails with -32021 when the client did not declare that it can be asked
   */
  Future<Buffer> inputRequired(Exchange exchange, Asked asked) {
    JsonObject missing =
        Questions.missing(asked.requests(), exchange.era().capabilities().questions());
    if (!missing.isEmpty()) {
      return Future.failedFuture(
          Rejection.badRequest(
              new RpcError(
                  ErrorCode.MISSING_CLIENT_CAPABILITY,
                  "this needs a capability that the client did not declare",
                  new JsonObject().put("requiredCapabilities", missing))));
    }
    JsonObject result =
        new JsonObject()
            .put("resultType", "input_required")
            .put("inputRequests", asked.requests())
            .put(Meta.META, new JsonObject().put(Meta.SERVER_INFO, server.info()));
    if (asked.state() != null) {
      result.put("requestState", states.seal(exchange, asked.state()));
    }
    return Future.succeededFuture(result.toBuffer());
  }

  private Interaction interaction(Exchange exchange) {
    JsonObject params = exchange.request().params();
    boolean again =
        exchange.modern()
            && (params.containsKey("inputResponses") || params.containsKey("requestState"));
    if (!again) {
      return new Interaction(exchange.era().capabilities().questions(), new JsonObject(), null);
    }
    String state =
        params.containsKey("requestState")
            ? states.open(exchange, params.getValue("requestState"))
            : null;
    return new Interaction(exchange.era().capabilities().questions(), answers(params), state);
  }

  /** Answers that are no objects count as not given, so that they are asked for again. */
  private static JsonObject answers(JsonObject params) {
    if (!params.containsKey("inputResponses")) {
      return new JsonObject();
    }
    if (!(params.getValue("inputResponses") instanceof JsonObject responses)) {
      throw new RpcException(RpcError.invalidParams("inputResponses must be an object"));
    }
    JsonObject answers = new JsonObject();
    for (Map.Entry<String, Object> response : responses) {
      if (response.getValue() instanceof JsonObject answer) {
        answers.put(response.getKey(), answer);
      }
    }
    return answers;
  }
}
