package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.BusCodecs;
import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Principal;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolCatalog;
import ai.altertable.mcp.bus.ToolCatalogRequest;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.charts.ChartPainter;
import ai.altertable.mcp.config.LimitsConfig;
import ai.altertable.mcp.docs.DocIndex;
import ai.altertable.mcp.lakehouse.EnvironmentSeed;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.tools.content.ContentVerticle;
import ai.altertable.mcp.tools.content.EnvironmentContent;
import ai.altertable.mcp.tools.content.Views;
import ai.altertable.mcp.tools.result.Links;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import io.vertx.sqlclient.SqlConnection;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The real tools behind the event bus, over a real lakehouse with two environments of one
 * organization. Calls are made as a transport makes them.
 */
public final class ToolHarness implements AutoCloseable {
  public static final Set<Scope> READ = EnumSet.of(Scope.READ);
  public static final Set<Scope> WRITE = EnumSet.allOf(Scope.class);

  public final LakehouseFixture fixture = new LakehouseFixture();
  public final Vertx vertx = fixture.vertx;
  public final Tenant production = fixture.tenant("demo", "production");
  public final Tenant staging = fixture.tenant("demo", "staging");
  public final Lakehouse lakehouse = fixture.lakehouse(EnvironmentSeed.NONE);
  public final List<AuditEvent> audited = Collections.synchronizedList(new ArrayList<>());
  public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  public final CallLimiter limiter = new CallLimiter(new LimitsConfig.Calls(4, 8, 16));
  public final Map<String, JsonObject> definitions;
  public final List<JsonObject> listed;

  private final Map<String, Validator> outputs;

  public ToolHarness() {
    this((fixture, tools) -> tools);
  }

  /**
   * @param more makes the tools that there are of those that there always are
   */
  public ToolHarness(BiFunction<LakehouseFixture, List<Tool>, List<Tool>> more) {
    BusCodecs.register(vertx.eventBus());
    ToolServices services =
        new ToolServices(
            fixture.platform,
            lakehouse,
            fixture.results,
            fixture.exports,
            LakehouseFixture.limits(),
            fixture.database.secrets(),
            limiter,
            new Links(URI.create("https://app.example.com")),
            new ChartPainter(vertx));
    DocIndex docs = DocIndex.load();
    List<Tool> tools = more.apply(fixture, Toolbox.tools(services, docs));
    deploy(tools);
    Await.get(
        vertx.deployVerticle(
            new ContentVerticle(
                EnvironmentContent.of(services, docs, new Views(vertx)), limiter, audit())));
    ToolCatalog catalog =
        Await.get(
            vertx
                .eventBus()
                .<ToolCatalog>request(Addresses.TOOL_LIST, new ToolCatalogRequest())
                .map(reply -> reply.body()));
    definitions =
        catalog.tools().stream()
            .collect(Collectors.toMap(each -> each.name(), each -> each.definition()));
    listed = catalog.tools().stream().map(ToolDescriptor::listed).toList();
    outputs =
        definitions.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> validator(each.getValue())));
  }

  /** Deploys one more executor; its tools share the address with those deployed before. */
  public String deploy(List<Tool> tools) {
    return Await.get(
        vertx.deployVerticle(new ToolVerticle(tools, limiter, audit(), Optional.of(meters))));
  }

  private AuditLog audit() {
    return new AuditLog() {
      @Override
      public Future<Void> record(AuditEvent event) {
        audited.add(event);
        return Future.succeededFuture();
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
  }

  public Caller caller(Tenant tenant, Set<Scope> scopes) {
    Principal principal = new Principal("user-1", "ada@example.com", "client-1", "Test agent");
    return new Caller(
        LakehouseFixture.GRANT, principal, tenant, scopes, Instant.now().plusSeconds(600));
  }

  public ToolCall toolCall(Caller caller, String tool, JsonObject arguments) {
    return new ToolCall(
        UUID.randomUUID().toString(), caller, tool, arguments, true, Instant.now().plusSeconds(30));
  }

  public Future<ToolOutcome> send(ToolCall call) {
    return vertx
        .eventBus()
        .<ToolOutcome>request(
            Addresses.TOOL_CALL, call, new DeliveryOptions().setSendTimeout(40_000))
        .map(reply -> reply.body());
  }

  public ToolOutcome call(Tenant tenant, Set<Scope> scopes, String tool, JsonObject arguments) {
    return Await.get(send(toolCall(caller(tenant, scopes), tool, arguments)));
  }

  /** Calls with scope write; the answer must be no error and conform to the output schema. */
  public JsonObject ok(Tenant tenant, String tool, JsonObject arguments) {
    ToolOutcome.Completed completed = completed(tenant, tool, arguments);
    assertThat(completed.isError()).as(text(completed)).isFalse();
    JsonObject structured = new JsonObject(completed.structured().toBuffer());
    assertConforms(tool, structured);
    assertThat(structured.getString("environment")).isEqualTo(tenant.path());
    assertThat(text(completed)).contains(tenant.path());
    return structured;
  }

  /**
   * Checks an answer's structure by the tool's whole output schema, which lets it have the listed
   * properties only.
   *
   * @param tool its name, or an alias, which nothing is listed for
   */
  public void assertConforms(String tool, JsonObject structured) {
    Validator output = outputs.get(tool);
    if (output != null) {
      var result = output.validate(structured);
      assertThat(result.getValid())
          .as(tool + " " + result.getErrors() + " in " + structured.encodePrettily())
          .isTrue();
    }
  }

  /** Calls with scope write; the answer must be a tool error. */
  public String error(Tenant tenant, String tool, JsonObject arguments) {
    ToolOutcome.Completed completed = completed(tenant, tool, arguments);
    assertThat(completed.isError()).as(text(completed)).isTrue();
    return text(completed);
  }

  public String text(Tenant tenant, String tool, JsonObject arguments) {
    return text(completed(tenant, tool, arguments));
  }

  public static String text(ToolOutcome.Completed completed) {
    return completed.content().getJsonObject(0).getString("text");
  }

  private ToolOutcome.Completed completed(Tenant tenant, String tool, JsonObject arguments) {
    ToolOutcome outcome = call(tenant, WRITE, tool, arguments);
    assertThat(outcome).isInstanceOf(ToolOutcome.Completed.class);
    return (ToolOutcome.Completed) outcome;
  }

  private static Validator validator(JsonObject definition) {
    return Validator.create(
        JsonSchema.of((JsonObject) closed(definition.getJsonObject("outputSchema"))),
        new JsonSchemaOptions()
            .setBaseUri("urn:test")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic));
  }

  /** Lets answers have the listed properties only, so that none is forgotten in the list. */
  private static Object closed(Object value) {
    if (!(value instanceof JsonObject object)) {
      return value;
    }
    JsonObject closed = new JsonObject();
    object.fieldNames().forEach(name -> closed.put(name, closed(object.getValue(name))));
    return object.getValue("properties") instanceof JsonObject
        ? closed.put("additionalProperties", false)
        : closed;
  }

  @Override
  public void close() {
    fixture.close();
  }
}
