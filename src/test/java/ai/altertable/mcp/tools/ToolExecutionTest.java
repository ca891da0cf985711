package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.BusCodecs;
import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Principal;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.bus.ToolEvent;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.bus.TraceContext;
import ai.altertable.mcp.config.LimitsConfig;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The executor alone, with tools written for the test. */
class ToolExecutionTest {
  private static final Caller CALLER =
      new Caller(
          UUID.randomUUID(),
          new Principal("user-1", "ada@example.com", "client-1", "Test agent"),
          new Tenant(UUID.randomUUID(), "demo", UUID.randomUUID(), "production"),
          Set.of(Scope.READ),
          Instant.now().plusSeconds(600));

  private final Vertx vertx = Vertx.vertx();
  private final CallLimiter limiter = new CallLimiter(new LimitsConfig.Calls(4, 8, 16));
  private final List<AuditEvent> audited = Collections.synchronizedList(new ArrayList<>());
  private Future<Void> auditHasRoom = Future.succeededFuture();

  @BeforeEach
  void registerCodecs() {
    BusCodecs.register(vertx.eventBus());
  }

  @AfterEach
  void close() {
    Await.get(vertx.close());
  }

  @Test
  void moreCallsThanMayRunAreRefusedAtOnce() {
    Promise<ToolAnswer> gate = Promise.promise();
    deploy("held", context -> gate.future());
    List<Future<ToolOutcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      outcomes.add(send(call("held")));
    }
    assertThat(Await.get(outcomes.get(4))).isEqualTo(new ToolOutcome.Overloaded(1));
    gate.complete(ToolAnswer.of("done", new JsonObject()));
    for (int i = 0; i < 4; i++) {
      assertThat(Await.get(outcomes.get(i))).isInstanceOf(ToolOutcome.Completed.class);
    }
    Await.until(() -> limiter.running(CALLER.grantId()) == 0);
    assertThat(Await.get(send(call("held")))).isInstanceOf(ToolOutcome.Completed.class);
  }

  @Test
  void unknownFailureIsToldByIdAlone() {
    deploy("broken", context -> Future.failedFuture(new IllegalStateException("secret detail")));
    ToolOutcome outcome = Await.get(send(call("broken")));
    assertThat(outcome).isInstanceOf(ToolOutcome.Failed.class);
    assertThat(outcome.toString()).doesNotContain("secret");
    assertThat(audited.get(audited.size() - 1).correlationId())
        .isEqualTo(((ToolOutcome.Failed) outcome).correlationId());
  }

  @Test
  void auditNamesTheTraceOfTheClient() {
    deploy("plain", context -> Future.succeededFuture(ToolAnswer.of("done", new JsonObject())));
    ToolCall plain = call("plain");
    TraceContext trace =
        TraceContext.read("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", null, null);
    Await.get(
        send(
            new ToolCall(
                plain.callId(),
                CALLER,
                "plain",
                plain.arguments(),
                false,
                plain.deadline(),
                plain.interaction(),
                trace)));

    assertThat(audited.get(audited.size() - 1).correlationId()).isEqualTo(trace.traceId());
  }

  @Test
  void toolThatThrowsIsAFailureToo() {
    deploy(
        "throwing",
        context -> {
          throw new ToolFault("Say it differently.");
        });
    ToolOutcome outcome = Await.get(send(call("throwing")));
    assertThat(text(outcome)).isEqualTo("Say it differently.");
  }

  @Test
  void progressOnlyIncreases() {
    Promise<ToolAnswer> gate = Promise.promise();
    deploy(
        "steps",
        context -> {
          context.progress(1, 3.0, null);
          context.progress(1, 3.0, null);
          context.progress(0.5, 3.0, null);
          context.progress(2, 3.0, "nearly");
          return gate.future();
        });
    ToolCall call = call("steps");
    List<ToolEvent> events = Collections.synchronizedList(new ArrayList<>());
    Await.get(
        vertx
            .eventBus()
            .<ToolEvent>consumer(
                Addresses.toolEvent(call.callId()), message -> events.add(message.body()))
            .completion());
    Future<ToolOutcome> outcome = send(call);
    Await.until(() -> events.size() == 2);
    gate.complete(ToolAnswer.of("done", new JsonObject()));
    Await.get(outcome);
    assertThat(events)
        .containsExactly(
            new ToolEvent.Progress(1, 3.0, null), new ToolEvent.Progress(2, 3.0, "nearly"));
  }

  @Test
  void undeployingWaitsForWhatRuns() {
    Promise<ToolAnswer> gate = Promise.promise();
    Promise<Void> started = Promise.promise();
    String id =
        deploy(
            "slow",
            context -> {
              started.complete();
              return gate.future();
            });
    Future<ToolOutcome> outcome = send(call("slow"));
    Await.get(started.future());
    Future<Void> stopped = vertx.undeploy(id);
    assertThat(stopped.isComplete()).isFalse();
    gate.complete(ToolAnswer.of("done", new JsonObject()));
    Await.get(outcome);
    Await.get(stopped);
  }

  @Test
  void twoToolsOfOneNameAreRefused() {
    Tool tool = tool("twice", context -> Future.failedFuture("never"));
    assertThatThrownBy(() -> new ToolRegistry(List.of(tool, tool))).hasMessageContaining("twice");
  }

  @Test
  void outcomeWaitsForTheAuditLog() {
    Promise<Void> room = Promise.promise();
    auditHasRoom = room.future();
    deploy("audited", context -> Future.succeededFuture(ToolAnswer.of("done", new JsonObject())));
    Future<ToolOutcome> outcome = send(call("audited"));
    Await.until(() -> audited.size() == 1);
    assertThat(outcome.isComplete()).isFalse();
    room.complete();
    assertThat(text(Await.get(outcome))).isEqualTo("done");
  }

  private String deploy(String name, Function<ToolContext, Future<ToolAnswer>> body) {
    AuditLog audit =
        new AuditLog() {
          @Override
          public Future<Void> record(AuditEvent event) {
            audited.add(event);
            return auditHasRoom;
          }

          @Override
          public Future<Void> commit(AuditEvent event) {
            return record(event);
          }

          @Override
          public Future<Void> record(SqlConnection transaction, AuditEvent event) {
            return record(event);
          }

          @Override
          public Future<Void> close() {
            return Future.succeededFuture();
          }
        };
    return Await.get(
        vertx.deployVerticle(
            new ToolVerticle(List.of(tool(name, body)), limiter, audit, Optional.empty())));
  }

  private Future<ToolOutcome> send(ToolCall call) {
    return vertx
        .eventBus()
        .<ToolOutcome>request(Addresses.TOOL_CALL, call)
        .map(reply -> reply.body());
  }

  private static ToolCall call(String tool) {
    return new ToolCall(
        UUID.randomUUID().toString(),
        CALLER,
        tool,
        new JsonObject(),
        true,
        Instant.now().plusSeconds(30));
  }

  private static String text(ToolOutcome outcome) {
    return ((ToolOutcome.Completed) outcome).content().getJsonObject(0).getString("text");
  }

  private static Tool tool(String name, Function<ToolContext, Future<ToolAnswer>> body) {
    ToolDescriptor descriptor =
        ToolDefinition.reads("test", name)
            .title(name)
            .description(name)
            .output(Schema.map())
            .build();
    return new Tool() {
      @Override
      public ToolDescriptor descriptor() {
        return descriptor;
      }

      @Override
      public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
        return body.apply(context);
      }
    };
  }
}
