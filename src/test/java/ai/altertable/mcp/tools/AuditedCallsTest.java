package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.BusCodecs;
import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Principal;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.config.LimitsConfig;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.AuditWriter;
import ai.altertable.mcp.platform.DataDirectory;
import ai.altertable.mcp.platform.EmbeddedPostgres;
import ai.altertable.mcp.platform.Migrations;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Calls go on while their audit log's database is stopped and started, and none is forgotten. */
class AuditedCallsTest {
  private static final Path DATA = Path.of("target", "audited-calls").toAbsolutePath();
  private static final int AGENTS = 8;
  private static final int CAPACITY = 100;
  private static final long PATIENCE_MILLIS = 120_000;

  private final Vertx vertx = Vertx.vertx();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger resting = new AtomicInteger();
  private final Caller caller =
      new Caller(
          UUID.randomUUID(),
          new Principal("user", "ada@example.com", "client", "Agent"),
          new Tenant(UUID.randomUUID(), "demo", UUID.randomUUID(), "production"),
          EnumSet.of(Scope.READ),
          Instant.now().plusSeconds(3_600));
  private volatile boolean done;

  /** Needs no database: it could go on for ever without one. */
  private static final class Echo implements Tool {
    private final ToolDescriptor descriptor =
        ToolDefinition.reads("test", "echo")
            .title("Echo")
            .description("Says so.")
            .output(Schema.object())
            .build();

    @Override
    public ToolDescriptor descriptor() {
      return descriptor;
    }

    @Override
    public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
      return Future.succeededFuture(ToolAnswer.of("echo", new JsonObject()));
    }
  }

  /** The product's log; tells how many calls wait until it has them. */
  private AuditLog counted(AuditLog log) {
    return new AuditLog() {
      @Override
      public Future<Void> record(AuditEvent event) {
        return log.record(event);
      }

      @Override
      public Future<Void> commit(AuditEvent event) {
        waiting.incrementAndGet();
        return log.commit(event).onComplete(safe -> waiting.decrementAndGet());
      }

      @Override
      public Future<Void> record(SqlConnection transaction, AuditEvent event) {
        return log.record(transaction, event);
      }

      @Override
      public Future<Void> close() {
        return log.close();
      }
    };
  }

  /** One call after the other, until the test is done. */
  private void work() {
    if (done) {
      resting.incrementAndGet();
      return;
    }
    ToolCall call =
        new ToolCall(
            UUID.randomUUID().toString(),
            caller,
            "echo",
            new JsonObject(),
            false,
            Instant.now().plusMillis(PATIENCE_MILLIS));
    vertx
        .eventBus()
        .<ToolOutcome>request(
            Addresses.TOOL_CALL, call, new DeliveryOptions().setSendTimeout(PATIENCE_MILLIS))
        .onSuccess(reply -> answered.add(call.callId()))
        .onComplete(reply -> work());
  }

  private void awaitAnswers(int more) {
    int before = answered.size();
    Await.until(() -> answered.size() >= before + more);
  }

  @Test
  void areRecordedThroughARestartOfTheDatabase() {
    BusCodecs.register(vertx.eventBus());
    try (DataDirectory directory = DataDirectory.open(DATA)) {
      EmbeddedPostgres server = EmbeddedPostgres.start(directory, 0);
      int port = server.access().platform().getPort();
      try {
        Migrations.run(server.access().platform(), Optional.empty());
        PlatformDatabase database = PlatformDatabase.connect(vertx, server.access().platform(), 4);
        AuditLog log = counted(new AuditWriter(vertx, database.pool(), CAPACITY));
        CallLimiter limiter = new CallLimiter(new LimitsConfig.Calls(AGENTS, AGENTS, AGENTS));
        Await.get(
            vertx.deployVerticle(
                new ToolVerticle(List.of(new Echo()), limiter, log, Optional.empty())));
        for (int agent = 0; agent < AGENTS; agent++) {
          work();
        }
        awaitAnswers(2 * CAPACITY);

        server.close();
        int stopped = answered.size();
        // Nobody is answered without his event: in the end every agent waits for his answer.
        Await.until(() -> waiting.get() == AGENTS);
        // What was written just before may have been answered after the count.
        assertThat(answered.size() - stopped).isLessThanOrEqualTo(AGENTS);

        server = EmbeddedPostgres.start(directory, port);
        awaitAnswers(2 * CAPACITY);
        done = true;
        Await.until(() -> resting.get() == AGENTS);
        Await.get(log.close());

        Set<String> recorded = new HashSet<>();
        Await.get(database.pool().query("SELECT correlation_id FROM audit_event").execute())
            .forEach(row -> recorded.add(row.getString(0)));
        assertThat(recorded).containsAll(answered);
      } finally {
        server.close();
      }
    } finally {
      Await.get(vertx.close());
    }
  }
}
