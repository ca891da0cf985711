package ai.altertable.mcp.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.analytics.insight.EventQuery;
import ai.altertable.mcp.analytics.insight.Funnel;
import ai.altertable.mcp.analytics.insight.FunnelCompiler;
import ai.altertable.mcp.analytics.insight.InsightDefinition;
import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.analytics.insight.Retention;
import ai.altertable.mcp.analytics.insight.RetentionCompiler;
import ai.altertable.mcp.analytics.insight.Segmentation;
import ai.altertable.mcp.analytics.insight.SegmentationCompiler;
import ai.altertable.mcp.analytics.sql.Dialect;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Compiled insights give the numbers of slow references, on real engines. */
class EventInsightPropertyTest {
  private static final int TRIES = 60;
  private static final long MONTHS = 230L * 24 * 3600;
  private static final long DAYS = 5L * 24 * 3600;
  private static final JsonObject NONE = new JsonObject();

  /** A slow engine sees one try in so many. */
  private static final int OF_SLOW = 6;

  private static List<TestEngine> engines;
  private static int tried;

  @BeforeContainer
  static void connect() {
    engines = TestEngine.all();
    engines.forEach(EventDatabase::create);
  }

  @AfterContainer
  static void disconnect() {
    engines.forEach(TestEngine::close);
  }

  @Property(tries = TRIES)
  void segmentationsAgreeWithTheReference(
      @ForAll("months") List<Event> events,
      @ForAll("segmentations") JsonObject definition,
      @ForAll("segments") JsonObject segments) {
    Instant now = EventArbitraries.now(MONTHS * 3 / 4);
    Segmentation parsed = (Segmentation) parse("segmentation", definition);
    check(
        events,
        dialect -> SegmentationCompiler.compile(parsed, EventDatabase.data(segments), now),
        new SegmentationReference(events, definition, now, segments).lines());
  }

  @Property(tries = 2 * TRIES)
  void funnelsAgreeWithTheReference(
      @ForAll("days") List<Event> events,
      @ForAll("funnels") JsonObject definition,
      @ForAll("segments") JsonObject segments) {
    Instant now = EventArbitraries.now(DAYS);
    Funnel parsed = (Funnel) parse("funnel", definition);
    check(
        events,
        dialect -> FunnelCompiler.compile(parsed, EventDatabase.data(segments), now, dialect),
        new FunnelReference(events, definition, now, segments).lines());
  }

  @Property(tries = TRIES)
  void retentionsAgreeWithTheReference(
      @ForAll("months") List<Event> events,
      @ForAll("retentions") JsonObject definition,
      @ForAll("segments") JsonObject segments) {
    Instant now = EventArbitraries.now(MONTHS * 3 / 4);
    Retention parsed = (Retention) parse("retention", definition);
    check(
        events,
        dialect -> RetentionCompiler.compile(parsed, EventDatabase.data(segments), now),
        new RetentionReference(events, definition, now, segments).lines());
  }

  /**
   * Trino puts every common table expression in its place each time, and bounds what comes of it:
   * ten steps go, with an audience or a breakdown fewer do.
   */
  @Example
  void largeFunnelIsWithinTheLimitsOfEveryEngine() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 36; i++) {
      events.add(
          new Event(
              EventArbitraries.now(60L * i),
              "e" + i % 3,
              new JsonObject().put("k", i % 2 == 0 ? "a" : "b"),
              i < 30 ? "u1" : "u2"));
    }
    JsonArray steps = new JsonArray();
    for (int i = 0; i < 10; i++) {
      steps.add(new JsonObject().put("name", "e" + i % 3).put("key", "step " + i));
    }
    for (Integer within : new Integer[] {null, 500}) {
      JsonObject definition =
          new JsonObject()
              .put("timezone", "UTC")
              .put("from", EventArbitraries.now(-1).toString())
              .put("to", EventArbitraries.now(DAYS).toString())
              .put("events", steps)
              .put("completed_within_seconds", within);
      Instant now = EventArbitraries.now(DAYS);
      List<String> wanted = new FunnelReference(events, definition, now, NONE).lines();
      Funnel funnel = (Funnel) parse("funnel", definition);
      assertThat(wanted).hasSize(10);
      engines.forEach(
          engine ->
              check(
                  engine,
                  events,
                  dialect -> FunnelCompiler.compile(funnel, EventDatabase.data(NONE), now, dialect),
                  wanted));
    }
  }

  private static void check(
      List<Event> events, Function<Dialect, EventQuery> query, List<String> wanted) {
    tried++;
    for (TestEngine engine : engines) {
      if (engine.slow() && tried % OF_SLOW != 0) {
        continue;
      }
      check(engine, events, query, wanted);
    }
  }

  private static void check(
      TestEngine engine,
      List<Event> events,
      Function<Dialect, EventQuery> query,
      List<String> wanted) {
    EventDatabase.load(engine, events);
    String sql = query.apply(engine.dialect()).query().in(engine.dialect());
    assertThat(engine.lines(sql))
        .as("on %s:%n%s", engine.dialect().getClass().getSimpleName(), sql)
        .isEqualTo(wanted);
  }

  private static InsightDefinition parse(String kind, JsonObject definition) {
    return InsightParser.parse(kind, new JsonObject().put(kind + "_definition", definition));
  }

  @Provide
  Arbitrary<List<Event>> months() {
    return EventArbitraries.events(MONTHS);
  }

  /** Close together, some at the same second. */
  @Provide
  Arbitrary<List<Event>> days() {
    return Arbitraries.of(60L, 3600L, DAYS).flatMap(EventArbitraries::events);
  }

  @Provide
  Arbitrary<JsonObject> segments() {
    return EventArbitraries.segments(DAYS);
  }

  @Provide
  Arbitrary<JsonObject> segmentations() {
    Arbitrary<JsonObject> aggregation =
        Arbitraries.of(
            new JsonObject().put("type", "count"),
            new JsonObject().put("type", "unique_users"),
            new JsonObject().put("type", "sum").put("property", "amount"),
            new JsonObject().put("type", "average").put("property", "amount"));
    Arbitrary<JsonArray> series =
        Combinators.combine(
                EventArbitraries.selector(2), aggregation, EventArbitraries.breakdowns())
            .as(
                (selector, aggregate, breakdowns) ->
                    selector.put("aggregation", aggregate).put("breakdowns", breakdowns))
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(EventArbitraries::keyed);
    return Combinators.combine(
            series,
            Arbitraries.of("hour", "day", "week", "month", "quarter", "year"),
            EventArbitraries.scope(MONTHS / 2))
        .as((events, interval, scope) -> scope.put("events", events).put("interval", interval));
  }

  @Provide
  Arbitrary<JsonObject> funnels() {
    Arbitrary<JsonArray> steps =
        EventArbitraries.selector(1).list().ofMinSize(2).ofMaxSize(4).map(EventArbitraries::keyed);
    return Combinators.combine(
            steps,
            EventArbitraries.scope(DAYS),
            Arbitraries.integers().between(1, 100_000).injectNull(0.5),
            EventArbitraries.breakdowns())
        .as(
            (events, scope, within, breakdowns) ->
                scope
                    .put("from", EventArbitraries.now(-1).toString())
                    .put("events", events)
                    .put("completed_within_seconds", within)
                    .put("breakdowns", breakdowns));
  }

  @Provide
  Arbitrary<JsonObject> retentions() {
    return Combinators.combine(
            EventArbitraries.selector(1),
            EventArbitraries.selector(1),
            Arbitraries.of("day", "week", "month"),
            Arbitraries.of("return_on", "return_on_or_after"),
            Arbitraries.of("calendar_day", "24_hour_windows"),
            Arbitraries.integers().between(1, 12),
            EventArbitraries.scope(MONTHS / 2))
        .as(
            (starting, returning, interval, measuredAs, calculatedBy, periods, scope) ->
                scope
                    .put("starting_event", starting)
                    .put("returning_event", returning)
                    .put("interval", interval)
                    .put("measured_as", measuredAs)
                    .put("calculated_by", interval.equals("month") ? "calendar_day" : calculatedBy)
                    .put("periods", periods));
  }
}
