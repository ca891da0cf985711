package ai.altertable.mcp.analytics;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a question about the shop's models means: each row of each table is looked at on its own,
 * with what it refers to. Shares no code with the compiler.
 */
final class SemanticReference extends EventReference {
  private final ShopRows shop;
  private final boolean framed;

  SemanticReference(ShopRows shop, JsonObject definition, Instant now) {
    super(List.of(), framed(definition), now, new JsonObject());
    this.shop = shop;
    this.framed = definition.containsKey("from");
  }

  private static JsonObject framed(JsonObject definition) {
    return definition.containsKey("from")
        ? definition
        : definition.copy().put("from", Instant.MIN.toString()).put("to", Instant.MAX.toString());
  }

  /** A row of a table, with the values of every field it can be asked for. */
  private record Row(Map<String, Object> values) {
    Object get(String field) {
      return values.get(field);
    }
  }

  private Stream<Row> rows(String table) {
    return switch (table) {
      case "orders" -> shop.orders().stream().map(this::order);
      case "items" ->
          shop.items().stream()
              .map(
                  item -> {
                    ShopRows.Order order = shop.order(item.order());
                    Map<String, Object> values =
                        order == null ? new LinkedHashMap<>() : order(order).values();
                    values.put("quantity", item.quantity());
                    return new Row(values);
                  });
      case "customers" -> shop.customers().stream().map(each -> new Row(customer(each)));
      default -> throw new IllegalArgumentException(table);
    };
  }

  private Map<String, Object> customer(ShopRows.Customer customer) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("customers.country", customer == null ? null : customer.country());
    values.put("home.region", customer == null ? null : shop.region(customer.country()));
    return values;
  }

  private Row order(ShopRows.Order order) {
    Map<String, Object> values = customer(shop.customer(order.customer()));
    values.put("orders.status", order.status());
    values.put("orders.total", order.total());
    values.put(
        "orders.is_big",
        order.total() == null ? null : order.total().compareTo(BigDecimal.valueOf(50)) > 0);
    values.put("orders.paid_on", order.paidOn());
    values.put("orders.created_at", order.createdAt());
    values.put("orders.customer_id", order.customer());
    values.put("countries.region", shop.region(order.shipTo()));
    return new Row(values);
  }

  /** The field that a reference means. */
  private static String field(JsonObject reference) {
    boolean home = reference.containsKey("via") && reference.getJsonArray("via").size() == 2;
    return (home ? "home" : reference.getString("table")) + "." + reference.getString("projection");
  }

  List<String> lines() {
    List<JsonObject> measures =
        objects(definition, "measure_refs").stream()
            .map(each -> each.getJsonObject("measure_reference"))
            .toList();
    Map<List<Object>, Map<JsonObject, Object>> table = new LinkedHashMap<>();
    for (JsonObject measure : measures) {
      Map<List<Object>, List<Row>> groups = new LinkedHashMap<>();
      rows(measure.getString("table"))
          .filter(this::passes)
          .forEach(row -> groups.computeIfAbsent(key(row), k -> new ArrayList<>()).add(row));
      if (keys() == 0) {
        groups.putIfAbsent(List.of(), List.of());
      }
      groups.forEach(
          (key, rows) ->
              table
                  .computeIfAbsent(key, k -> new LinkedHashMap<>())
                  .put(measure, value(measure.getString("projection"), rows)));
    }
    List<String> lines = new ArrayList<>();
    table.forEach((key, values) -> lines.add(line(measures, key, values)));
    return sorted(lines);
  }

  private int keys() {
    return objects(definition, "dimension_refs").size()
        + (definition.containsKey("interval") ? 1 : 0);
  }

  private String line(List<JsonObject> measures, List<Object> key, Map<JsonObject, Object> values) {
    List<Object> cells = new ArrayList<>(key);
    for (JsonObject measure : measures) {
      boolean counts =
          Set.of("orders", "buyers", "customers").contains(measure.getString("projection"));
      cells.add(values.containsKey(measure) ? values.get(measure) : counts ? (Object) 0 : null);
    }
    if (definition.containsKey("interval")) {
      Instant start = (Instant) key.get(0);
      Instant end = plus(start.atZone(zone), definition.getString("interval"), 1).toInstant();
      boolean before = framed && start.isBefore(from);
      cells.add(before || end.isAfter(framed && to.isBefore(now) ? to : now));
    }
    return TestEngine.line(cells.toArray());
  }

  private List<Object> key(Row row) {
    List<Object> key = new ArrayList<>();
    if (definition.containsKey("interval")) {
      ZonedDateTime start = start(moment(row), definition.getString("interval"));
      key.add(start.toInstant());
    }
    for (JsonObject dimension : objects(definition, "dimension_refs")) {
      Object value = row.get(field(dimension));
      key.add(value instanceof BigDecimal number ? number.stripTrailingZeros() : value);
    }
    return key;
  }

  private Instant moment(Row row) {
    JsonObject timestamp = definition.getJsonObject("timestamp_ref");
    Object value =
        row.get("orders." + (timestamp == null ? "created_at" : timestamp.getString("projection")));
    return value instanceof LocalDate day ? day.atStartOfDay(zone).toInstant() : (Instant) value;
  }

  private boolean passes(Row row) {
    if (framed || definition.containsKey("interval")) {
      Instant at = moment(row);
      if (at == null || framed && (at.isBefore(from) || !at.isBefore(end()))) {
        return false;
      }
    }
    boolean big =
        objects(definition, "filter_refs").isEmpty()
            || Boolean.TRUE.equals(row.get("orders.is_big"));
    return big
        && objects(definition, "dimension_filters").stream()
            .allMatch(
                filter ->
                    passes(filter, text(row.get(field(filter.getJsonObject("dimension_ref"))))));
  }

  /** Unlike events, rows of the future are there. */
  private Instant end() {
    return Instant.parse(definition.getString("to"));
  }

  private static Object text(Object value) {
    return value instanceof LocalDate || value instanceof Instant ? value.toString() : value;
  }

  private static Object value(String measure, List<Row> rows) {
    List<BigDecimal> totals = totals(rows);
    List<Integer> quantities =
        rows.stream().map(row -> (Integer) row.get("quantity")).filter(Objects::nonNull).toList();
    return switch (measure) {
      case "orders", "customers" -> rows.size();
      case "revenue" ->
          totals.isEmpty() ? null : totals.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      case "largest" -> totals.stream().max(BigDecimal::compareTo).orElse(null);
      case "buyers" -> {
        Set<Object> buyers = new LinkedHashSet<>();
        rows.forEach(row -> buyers.add(row.get("orders.customer_id")));
        buyers.remove(null);
        yield buyers.size();
      }
      case "paid" ->
          rows.isEmpty()
              ? null
              : rows.stream().filter(row -> "paid".equals(row.get("orders.status"))).count();
      case "units" ->
          quantities.isEmpty() ? null : quantities.stream().mapToInt(Integer::intValue).sum();
      default -> throw new IllegalArgumentException(measure);
    };
  }

  private static List<BigDecimal> totals(List<Row> rows) {
    return rows.stream()
        .map(row -> (BigDecimal) row.get("orders.total"))
        .filter(Objects::nonNull)
        .toList();
  }
}
