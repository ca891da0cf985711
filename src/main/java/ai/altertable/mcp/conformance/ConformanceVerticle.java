package ai.altertable.mcp.conformance;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.ContentRequest;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolCatalog;
import ai.altertable.mcp.bus.ToolCatalogRequest;
import ai.altertable.mcp.bus.ToolOutcome;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Serves the fixtures over the event bus; to be deployed under {@code conformance.enabled} only.
 */
public final class ConformanceVerticle extends VerticleBase {
  private final Map<String, Fixture> fixtures = new LinkedHashMap<>();

  @Override
  public Future<?> start() {
    Stream.of(
            ContentTools.all(),
            new EventTools(vertx).all(),
            QuestionTools.all(),
            RoundTools.all(),
            new TaskTools(vertx).all())
        .flatMap(group -> group.stream())
        .forEach(fixture -> fixtures.put(fixture.descriptor().name(), fixture));
    ToolCatalog catalog =
        new ToolCatalog(fixtures.values().stream().map(Fixture::descriptor).toList());
    EventBus bus = vertx.eventBus();
    bus.<ToolCatalogRequest>consumer(
        Addresses.CONFORMANCE + Addresses.TOOL_LIST, message -> message.reply(catalog));
    bus.<ToolCall>consumer(Addresses.CONFORMANCE + Addresses.TOOL_CALL, this::call);
    return bus.<ContentRequest>consumer(
            Addresses.CONFORMANCE + Addresses.CONTENT,
            message -> message.reply(FixtureContent.answer(message.body())))
        .completion();
  }

  private void call(Message<ToolCall> message) {
    ToolCall call = message.body();
    Fixture fixture = fixtures.get(call.tool());
    Future<ToolOutcome> outcome =
        fixture == null
            ? Future.succeededFuture(new ToolOutcome.UnknownTool(call.tool()))
            : Future.succeededFuture(call).compose(fixture.body()::apply);
    outcome.onSuccess(message::reply).onFailure(fault -> message.fail(500, fault.toString()));
  }
}
