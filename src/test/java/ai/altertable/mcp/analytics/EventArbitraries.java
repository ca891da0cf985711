package ai.altertable.mcp.analytics;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random events and parts of definitions, with hostile names and values. */
final class EventArbitraries {
  static final String[] NAMES = {"buy", "it's \"odd\"; --", "päge\\view"};
  private static final String[] KEYS = {"plan", "amount", "o'dd\\key\"", "fl/a~g"};
  private static final Object[] VALUES = {
    "pro",
    "Pro",
    "free",
    "it's",
    "a\\'b",
    "%",
    "_",
    "'; DROP TABLE x; --",
    "é😀",
    "10",
    "2",
    10,
    2,
    2.5,
    -3,
    true,
    false,
    "",
    "10.1.2.3",
    "10.1.200.3",
    "::1"
  };
  // covers both changes of the clocks in the zones below
  private static final long FIRST = Instant.parse("2026-03-20T00:00:00Z").getEpochSecond();

  private static final String[] SEGMENTS = {"SGM-1", "SGM-2"};

  private EventArbitraries() {}

  /**
   * @param seconds how long the events take
   */
  static Arbitrary<List<Event>> events(long seconds) {
    Arbitrary<JsonObject> properties =
        Arbitraries.maps(Arbitraries.of(KEYS), Arbitraries.of(VALUES))
            .ofMaxSize(4)
            .map(
                map -> {
                  JsonObject json = new JsonObject();
                  map.forEach(json::put);
                  return json;
                });
    return Combinators.combine(
            Arbitraries.longs().between(0, seconds),
            Arbitraries.of(NAMES),
            properties,
            Arbitraries.of("u1", "u2", "u3"))
        .as(
            (second, name, json, user) ->
                new Event(Instant.ofEpochSecond(FIRST + second), name, json, user))
        .list()
        .ofMaxSize(60);
  }

  /** Time frame, zone and audiences. */
  static Arbitrary<JsonObject> scope(long seconds) {
    return Combinators.combine(
            Arbitraries.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"),
            Arbitraries.longs().between(0, seconds / 2),
            Arbitraries.longs().between(1, seconds),
            audience(seconds).list().ofMaxSize(2).map(JsonArray::new))
        .as(
            (zone, start, length, audiences) -> {
              for (int i = 0; i < audiences.size(); i++) {
                audiences.getJsonObject(i).put("key", "audience " + i);
              }
              return new JsonObject()
                  .put("timezone", zone)
                  .put("from", moment(start))
                  .put("to", moment(start + length))
                  .put("segmented_by", audiences.copy());
            });
  }

  static Instant now(long seconds) {
    return Instant.ofEpochSecond(FIRST + seconds);
  }

  private static String moment(long second) {
    return Instant.ofEpochSecond(FIRST + second).toString();
  }

  /** Definitions of two segments by slug. */
  static Arbitrary<JsonObject> segments(long seconds) {
    Arbitrary<JsonObject> definition =
        condition(seconds, plainSelector(1))
            .list()
            .ofMinSize(1)
            .ofMaxSize(2)
            .map(filters -> new JsonObject().put("filters", new JsonArray(filters)));
    return Combinators.combine(definition, definition)
        .as((one, other) -> new JsonObject().put(SEGMENTS[0], one).put(SEGMENTS[1], other));
  }

  private static Arbitrary<JsonObject> audience(long seconds) {
    Arbitrary<JsonObject> segment =
        segmentUse().map(use -> new JsonObject().put("segment_filter", use));
    return Arbitraries.oneOf(condition(seconds, selector(1)), segment)
        .list()
        .ofMaxSize(2)
        .map(filters -> new JsonObject().put("filters", new JsonArray(filters)));
  }

  private static Arbitrary<JsonObject> segmentUse() {
    return Combinators.combine(Arbitraries.of(SEGMENTS), Arbitraries.of(true, false))
        .as((slug, in) -> new JsonObject().put("segment_slug", slug).put("including", in));
  }

  private static Arbitrary<JsonObject> condition(long seconds, Arbitrary<JsonObject> selectors) {
    Arbitrary<JsonObject> performed =
        Combinators.combine(
                selectors,
                Arbitraries.of(true, false),
                Arbitraries.longs().between(0, seconds).injectNull(0.5))
            .as(
                (selector, including, start) -> {
                  JsonObject performedEvent = selector.copy().put("including", including);
                  performedEvent.remove("key");
                  if (start != null) {
                    performedEvent.put(
                        "period",
                        new JsonObject()
                            .put("from", moment(start))
                            .put("to", moment(start + seconds / 3 + 1)));
                  }
                  return new JsonObject().put("performed_event_filter", performedEvent);
                });
    Arbitrary<JsonObject> trait =
        traitFilter().map(filter -> new JsonObject().put("trait_filter", filter));
    Arbitrary<JsonObject> dimension =
        dimensionFilter().map(filter -> new JsonObject().put("dimension_filter", filter));
    return Arbitraries.oneOf(performed, trait, dimension);
  }

  /** Of the identities' own table, or of the events'. */
  private static Arbitrary<JsonObject> dimensionFilter() {
    Arbitrary<String> values = Arbitraries.of("pro", "free", "u1", "u2", "it's", "");
    Arbitrary<JsonArray> one = values.map(value -> new JsonArray().add(value));
    Arbitrary<JsonArray> many =
        values.list().ofMinSize(1).ofMaxSize(3).map(list -> new JsonArray(list));
    Arbitrary<JsonObject> filter =
        Arbitraries.oneOf(
            filter(one, "=", "!=", ">", "<=", "starts_with", "not_contains", "ends_with"),
            filter(many, "in", "not_in"),
            filter(Arbitraries.just(new JsonArray()), "is_null", "is_not_null"));
    return Combinators.combine(filter, Arbitraries.of(true, false))
        .as(
            (each, ofIdentities) ->
                each.copy()
                    .put(
                        "dimension_ref",
                        new JsonObject()
                            .put("schema", "product_analytics")
                            .put("table", ofIdentities ? "identities" : "events")
                            .put("projection", ofIdentities ? "tier" : "visitor")));
  }

  /** An event object. */
  static Arbitrary<JsonObject> selector(int maxFilters) {
    Arbitrary<JsonArray> segments = segmentUse().list().ofMaxSize(1).map(JsonArray::new);
    return Combinators.combine(
            plainSelector(maxFilters), segments, Arbitraries.integers().between(0, 3))
        .as(
            (selector, uses, withSegments) ->
                withSegments == 0 ? selector.copy().put("segment_filters", uses) : selector);
  }

  /** An event object that names no segment. */
  private static Arbitrary<JsonObject> plainSelector(int maxFilters) {
    return Combinators.combine(
            Arbitraries.of(NAMES),
            propertyFilter().list().ofMaxSize(maxFilters).map(JsonArray::new),
            traitFilter().list().ofMaxSize(1).map(JsonArray::new),
            Arbitraries.integers().between(0, 3))
        .as(
            (name, filters, traits, withTraits) ->
                new JsonObject()
                    .put("name", name)
                    .put("property_filters", filters)
                    .put("user_trait_filters", withTraits == 0 ? traits : new JsonArray()));
  }

  static Arbitrary<JsonArray> breakdowns() {
    return Combinators.combine(
            Arbitraries.of(KEYS),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(1, 3),
            Arbitraries.of(true, false))
        .as(
            (key, trait, limit, other) ->
                new JsonObject()
                    .put(trait ? "trait" : "property", trait ? "plan" : key)
                    .put("limit", limit)
                    .put("include_other", other))
        .list()
        .ofMaxSize(1)
        .map(JsonArray::new);
  }

  private static Arbitrary<JsonObject> traitFilter() {
    return filter("trait", Arbitraries.of("plan", "age", "ip", "none"));
  }

  private static Arbitrary<JsonObject> propertyFilter() {
    return filter("property", Arbitraries.of(KEYS));
  }

  private static Arbitrary<JsonObject> filter(String target, Arbitrary<String> names) {
    Arbitrary<JsonArray> one = Arbitraries.of(VALUES).map(value -> new JsonArray().add(value));
    Arbitrary<JsonArray> text =
        Arbitraries.of("pro", "'", "\\", "%", "_", "é", "p")
            .map(value -> new JsonArray().add(value));
    Arbitrary<JsonArray> many =
        Arbitraries.of(VALUES).list().ofMinSize(1).ofMaxSize(4).map(JsonArray::new);
    Arbitrary<JsonArray> range =
        Arbitraries.of(
            new JsonArray().add(new JsonObject().put("from", 2).put("to", 10)),
            new JsonArray().add(new JsonObject().put("from", "a").put("to", "q")));
    Arbitrary<JsonArray> addresses =
        Arbitraries.of("10.0.0.0/8", "10.1.128.0/17", "10.1.2.3", "0.0.0.0/0")
            .map(value -> new JsonArray().add(value));
    return Arbitraries.oneOf(
            filter(one, "=", "!=", ">", ">=", "<", "<="),
            filter(
                text,
                "starts_with",
                "not_starts_with",
                "ends_with",
                "not_ends_with",
                "contains",
                "not_contains"),
            filter(many, "in", "not_in"),
            filter(range, "between"),
            filter(addresses, "ip_matches", "ip_not_matches"),
            filter(Arbitraries.just(new JsonArray()), "is_null", "is_not_null"))
        .flatMap(filter -> names.map(name -> filter.copy().put(target, name)));
  }

  private static Arbitrary<JsonObject> filter(Arbitrary<JsonArray> values, String... operators) {
    return Combinators.combine(Arbitraries.of(operators), values)
        .as((operator, list) -> new JsonObject().put("operator", operator).put("values", list));
  }

  static JsonArray keyed(List<JsonObject> selectors) {
    JsonArray keyed = new JsonArray();
    for (int i = 0; i < selectors.size(); i++) {
      keyed.add(selectors.get(i).copy().put("key", "s" + i + "'"));
    }
    return keyed;
  }
}
