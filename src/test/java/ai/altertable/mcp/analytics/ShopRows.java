package ai.altertable.mcp.analytics;

import ai.altertable.mcp.analytics.TestEngine.TestColumn;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.TableInfo;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Random rows of a shop: some refer to nothing, or to what is not there.
 *
 * @param countries by code
 */
record ShopRows(
    Map<String, Country> countries,
    List<Customer> customers,
    List<Order> orders,
    List<Item> items) {

  record Country(String code, String region) {}

  record Customer(int id, String country) {}

  /**
   * @param total may be null, as customer, shipTo and paidOn
   */
  record Order(
      int id,
      Integer customer,
      String shipTo,
      String status,
      BigDecimal total,
      Instant createdAt,
      LocalDate paidOn) {}

  record Item(int order, int quantity) {}

  static final List<TableInfo> TABLES =
      List.of(
          table("orders", "created_at", "timestamp with time zone", "paid_on", "date"),
          table("items"),
          table("customers"),
          table("countries"));

  private static TableInfo table(String name, String... columns) {
    List<Column> described =
        java.util.stream.IntStream.range(0, columns.length / 2)
            .mapToObj(i -> new Column(columns[2 * i], columns[2 * i + 1], true, ""))
            .toList();
    return new TableInfo("shop", name, "table", null, "", described);
  }

  static void create(TestEngine engine) {
    engine.execute("CREATE SCHEMA IF NOT EXISTS shop");
  }

  void load(TestEngine engine) {
    engine.view(
        "shop.countries",
        List.of(new TestColumn("code", "varchar"), new TestColumn("region", "varchar")),
        countries.values().stream().map(each -> row(each.code(), each.region())).toList());
    engine.view(
        "shop.customers",
        List.of(new TestColumn("id", "integer"), new TestColumn("country", "varchar")),
        customers.stream().map(each -> row(each.id(), each.country())).toList());
    engine.view(
        "shop.orders",
        List.of(
            new TestColumn("id", "integer"),
            new TestColumn("customer_id", "integer"),
            new TestColumn("ship_to", "varchar"),
            new TestColumn("status", "varchar"),
            new TestColumn("total", "decimal(10, 2)"),
            new TestColumn("created_at", "timestamp with time zone"),
            new TestColumn("paid_on", "date")),
        orders.stream()
            .map(
                each ->
                    row(
                        each.id(),
                        each.customer(),
                        each.shipTo(),
                        each.status(),
                        each.total(),
                        each.createdAt(),
                        each.paidOn()))
            .toList());
    engine.view(
        "shop.items",
        List.of(new TestColumn("order_id", "integer"), new TestColumn("quantity", "integer")),
        items.stream().map(each -> row(each.order(), each.quantity())).toList());
  }

  private static List<Object> row(Object... cells) {
    return Arrays.asList(cells);
  }

  Customer customer(Integer id) {
    return customers.stream()
        .filter(each -> Integer.valueOf(each.id()).equals(id))
        .findFirst()
        .orElse(null);
  }

  Order order(int id) {
    return orders.stream().filter(each -> each.id() == id).findFirst().orElse(null);
  }

  String region(String code) {
    Country country = code == null ? null : countries.get(code);
    return country == null ? null : country.region();
  }
}
