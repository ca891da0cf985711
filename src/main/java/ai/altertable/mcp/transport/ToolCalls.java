package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.bus.NodeLost;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.TaskCall;
import ai.altertable.mcp.bus.TaskSupport;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolNodes;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.bus.TraceContext;
import ai.altertable.mcp.protocol.LogLevel;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.protocol.RpcException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code tools/call}: hands the call to an executor over the event bus and its outcome to the
 * client. Used from one event loop.
 */
final class ToolCalls implements MethodHandler {
  private static final int MAX_NAME = 128;
  private static final int RETRY_SECONDS = 2;

  /** An executor answers by the deadline itself; this much later it must be dead. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** For a model: a client that repeats a writing call by itself could do it twice. */
  private static final ToolOutcome LOST =
      ToolOutcome.Completed.error(
          "The server that ran this call stopped before it answered: the call may have been done,"
              + " or not. Look whether it was before you call again.");

  private final EventBus bus;
  private final ToolNodes nodes;
  private final ToolDirectory directory;
  private final ToolOutcomes outcomes;
  private final InputRounds rounds;
  private final SessionNotes notes;
  private final Duration timeout;
  private final Clock clock = Clock.systemUTC();
  private final DeliveryOptions delivery;
  private final CallIds callIds = new CallIds();
  private final Set<String> running = new HashSet<>();

  /**
   * @param timeout how long a call may run
   */
  ToolCalls(
      EventBus bus,
      ToolNodes nodes,
      ToolDirectory directory,
      InputRounds rounds,
      ToolOutcomes outcomes,
      SessionNotes notes,
      Duration timeout) {
    this.bus = bus;
    this.nodes = nodes;
    this.directory = directory;
    this.rounds = rounds;
    this.outcomes = outcomes;
    this.notes = notes;
    this.timeout = timeout;
    this.delivery = new DeliveryOptions().setSendTimeout(timeout.plus(GRACE).toMillis());
  }

  @Override
  public Future<Buffer> handle(Exchange exchange) {
    JsonObject params = exchange.request().params();
    String name = name(params);
    JsonObject arguments = arguments(params);
    Future<ToolDirectory.Tools> tools = directory.tools();
    return tools.succeeded()
        ? start(exchange, tools.result(), name, arguments)
        : tools.compose(known -> start(exchange, known, name, arguments));
  }

  /** Stops the call that a request of that caller started. */
  void cancel(String callId) {
    bus.publish(Addresses.toolCancel(callId), null);
  }

  private Future<Buffer> start(
      Exchange exchange, ToolDirectory.Tools tools, String name, JsonObject arguments) {
    Caller caller = exchange.visit().caller();
    ToolDirectory.Entry entry = tools.byName().get(name);
    if (entry == null) {
      return Future.failedFuture(unknown(name));
    }
    // Before anything is sent: a client asks its user for more only upon a plain 403.
    Scope required = entry.tool().required();
    if (!caller.may(required)) {
      return Future.failedFuture(exchange.visit().scopeMissing(required));
    }
    if (exchange.modern()) {
      entry.headers().check(arguments, exchange.visit().headers());
    }
    if (exchange.span() != null) {
      exchange.span().tool(entry.tool().name());
    }
    boolean deferrable = deferrable(exchange, entry.tool().tasks());
    EventRelay.Wanted wanted = new EventRelay.Wanted(progressToken(exchange), logLevel(exchange));
    TraceContext trace = exchange.trace();
    String callId = callId(exchange);
    if (!running.add(callId)) {
      throw new RpcException(RpcError.invalidRequest("a request with this id is still running"));
    }
    boolean events = (wanted.anything() || entry.pauses()) && exchange.reply().streams();
    Function<Interaction, Future<ToolOutcome>> round =
        interaction -> {
          if (exchange.modern()) {
            exchange.reply().onGone(() -> cancel(callId));
          }
          Instant deadline = clock.instant().plus(timeout);
          ToolCall call =
              new ToolCall(callId, caller, name, arguments, events, deadline, interaction, trace);
          return deferrable
              ? run(Addresses.TASK_CALL, entry, callId, deferrable(entry, call))
              : run(entry.address(), entry, callId, call);
        };
    Future<ToolOutcome> outcome =
        events
            ? EventRelay.listen(bus, callId, wanted, exchange.reply())
                .compose(
                    relay ->
                        rounds
                            .run(exchange, round, ToolCalls::asked)
                            .onComplete(done -> relay.close()))
            : rounds.run(exchange, round, ToolCalls::asked);
    return outcome
        .onComplete(done -> running.remove(callId))
        .compose(ended -> answer(exchange, ended));
  }

  private Future<Buffer> answer(Exchange exchange, ToolOutcome outcome) {
    if (exchange.span() != null) {
      exchange.span().ended(outcome);
    }
    return outcomes.encode(exchange, outcome);
  }

  private static Optional<InputRounds.Asked> asked(ToolOutcome outcome) {
    return outcome instanceof ToolOutcome.InputRequired input
        ? Optional.of(new InputRounds.Asked(input.requests(), input.state()))
        : Optional.empty();
  }

  /** Whether the call may be answered with the handle of a task. */
  private static boolean deferrable(Exchange exchange, TaskSupport support) {
    if (support == TaskSupport.REQUIRED) {
      TasksExtension.require(exchange);
    }
    return support != TaskSupport.NEVER && TasksExtension.declared(exchange);
  }

  private static TaskCall deferrable(ToolDirectory.Entry entry, ToolCall call) {
    return new TaskCall(call, entry.address(), entry.tool().tasks(), entry.tool().readOnly());
  }

  private Future<ToolOutcome> run(
      String address, ToolDirectory.Entry entry, String callId, Object call) {
    return nodes
        .<ToolOutcome>request(address, call, delivery, entry.tool().readOnly())
        .transform(
            reply ->
                reply.succeeded()
                    ? Future.succeededFuture(reply.result().body())
                    : unanswered(callId, reply.cause()));
  }

  private Future<ToolOutcome> unanswered(String callId, Throwable fault) {
    cancel(callId);
    if (fault instanceof NodeLost) {
      return Future.succeededFuture(LOST);
    }
    if (fault instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS) {
      return Future.failedFuture(
          Rejection.retryAfter(503, RETRY_SECONDS, "the tools are not available; try again"));
    }
    return Future.failedFuture(fault);
  }

  private String callId(Exchange exchange) {
    return exchange.era() instanceof Era.Legacy legacy
        ? CallIds.of(legacy.session(), exchange.visit().caller(), exchange.request().id())
        : callIds.random();
  }

  private static String name(JsonObject params) {
    if (params.getValue("name") instanceof String name
        && !name.isEmpty()
        && name.length() <= MAX_NAME) {
      return name;
    }
    throw new RpcException(
        RpcError.invalidParams("params.name must be a string of 1 to 128 characters"));
  }

  private static JsonObject arguments(JsonObject params) {
    Object arguments = params.getValue("arguments");
    if (arguments == null) {
      return new JsonObject();
    }
    if (arguments instanceof JsonObject object) {
      return object;
    }
    throw new RpcException(RpcError.invalidParams("params.arguments must be an object"));
  }

  /** Null when no progress is asked for. */
  private static Object progressToken(Exchange exchange) {
    Object token = exchange.request().meta().getValue("progressToken");
    if (token == null || token instanceof String || token instanceof Number) {
      return token;
    }
    throw new RpcException(
        RpcError.invalidParams("_meta.progressToken must be a string or a number"));
  }

  private LogLevel logLevel(Exchange exchange) {
    return exchange.era() instanceof Era.Modern modern
        ? modern.logLevel()
        : notes.logLevel(((Era.Legacy) exchange.era()).session());
  }

  static RpcException unknown(String tool) {
    return new RpcException(
        RpcError.invalidParams("unknown tool: " + tool + "; tools/list names what there is"));
  }
}
