package ai.altertable.mcp.conformance;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.TaskSupport;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;

/** Tools of the tasks extension's scenarios (SEP-2663). */
final class TaskTools {
  /** Long enough to be a task by then. */
  private static final long A_WHILE_MILLIS = 500;

  private static final long LONGEST_SECONDS = 300;

  private final Vertx vertx;

  TaskTools(Vertx vertx) {
    this.vertx = vertx;
  }

  List<Fixture> all() {
    return List.of(
        Fixture.later(
            "greet",
            "Greets at once.",
            input("name", Schemas.typed("string")),
            call -> Future.succeededFuture(Fixture.text("Hello, " + text(call, "name") + "!"))),
        Fixture.later(
                "slow_compute",
                "Takes as many seconds as it is told.",
                input("seconds", Schemas.typed("number"), "label", Schemas.typed("string")),
                this::compute)
            .tasks(TaskSupport.SOON),
        Fixture.later(
                "failing_job",
                "Fails after a while.",
                Fixture.noArguments(),
                call -> pause(call, () -> ToolOutcome.Completed.error("The job failed.")))
            .tasks(TaskSupport.REQUIRED),
        Fixture.later(
                "protocol_error_job",
                "Ends without an outcome.",
                Fixture.noArguments(),
                call ->
                    pause(
                        call,
                        () -> {
                          throw new IllegalStateException("the job broke on purpose");
                        }))
            .tasks(TaskSupport.SOON),
        Fixture.later(
                "confirm_delete",
                "Asks before it pretends to delete.",
                input("filename", Schemas.typed("string")),
                call ->
                    asking(
                        call,
                        new JsonObject()
                            .put(
                                "confirm",
                                RoundTools.ask(
                                    "Delete " + text(call, "filename") + "?",
                                    "confirm",
                                    "boolean"))))
            .tasks(TaskSupport.SOON),
        Fixture.later(
                "multi_input",
                "Asks two things at a time.",
                Fixture.noArguments(),
                call ->
                    asking(
                        call,
                        new JsonObject()
                            .put("first", RoundTools.ask("First name?", "name", "string"))
                            .put("second", RoundTools.ask("Second name?", "name", "string"))))
            .tasks(TaskSupport.SOON),
        Fixture.later(
                "test_tool_with_task",
                "Asks first, then goes on as a task.",
                Fixture.noArguments(),
                this::askThenWork)
            .tasks(TaskSupport.REQUIRED));
  }

  private Future<ToolOutcome> compute(ToolCall call) {
    double seconds =
        call.arguments().getValue("seconds") instanceof Number number ? number.doubleValue() : 0;
    long millis = (long) (1000 * Math.max(0, Math.min(LONGEST_SECONDS, seconds)));
    ToolOutcome done = Fixture.text("Computed " + text(call, "label") + ".");
    return millis == 0 ? Future.succeededFuture(done) : after(call, millis, () -> done);
  }

  private Future<ToolOutcome> asking(ToolCall call, JsonObject requests) {
    return call.interaction().answers().fieldNames().containsAll(requests.fieldNames())
        ? Future.succeededFuture(Fixture.text("Answered: " + call.interaction().answers().encode()))
        : pause(call, () -> new ToolOutcome.InputRequired(requests, "asked"));
  }

  private Future<ToolOutcome> askThenWork(ToolCall call) {
    JsonObject answer = call.interaction().answers().getJsonObject("user_name");
    if (answer == null) {
      JsonObject requests =
          new JsonObject().put("user_name", RoundTools.ask("What is your name?", "name", "string"));
      return Future.succeededFuture(new ToolOutcome.InputRequired(requests, "asked"));
    }
    String name = answer.getJsonObject("content", new JsonObject()).getString("name");
    return pause(call, () -> Fixture.text("Hello, " + name + "!"));
  }

  private Future<ToolOutcome> pause(ToolCall call, Supplier<ToolOutcome> outcome) {
    return after(call, A_WHILE_MILLIS, outcome);
  }

  private Future<ToolOutcome> after(ToolCall call, long millis, Supplier<ToolOutcome> outcome) {
    Promise<ToolOutcome> promise = Promise.promise();
    MessageConsumer<Object> cancel =
        vertx
            .eventBus()
            .consumer(
                Addresses.toolCancel(call.callId()),
                message -> promise.tryComplete(new ToolOutcome.Cancelled()));
    long timer = vertx.setTimer(millis, due -> promise.tryComplete());
    return promise
        .future()
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              cancel.unregister();
            })
        .map(cancelled -> cancelled == null ? outcome.get() : cancelled);
  }

  private static String text(ToolCall call, String argument) {
    return String.valueOf(call.arguments().getValue(argument));
  }

  private static JsonObject input(String name, JsonObject schema) {
    return Schemas.typed("object").put("properties", new JsonObject().put(name, schema));
  }

  private static JsonObject input(
      String first, JsonObject firstSchema, String second, JsonObject secondSchema) {
    JsonObject input = input(first, firstSchema);
    input.getJsonObject("properties").put(second, secondSchema);
    return input;
  }
}
