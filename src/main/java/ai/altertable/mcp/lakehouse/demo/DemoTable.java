package ai.altertable.mcp.lakehouse.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The tables, in the order of their references, and which part of the story each writes down. */
enum DemoTable {
  PRODUCTS("shop.products") {
    @Override
    void write(DemoSimulation shop, CopyRows rows) throws IOException {
      Instant created = shop.anchor().minus(Duration.ofDays(900));
      for (Product product : shop.products()) {
        rows.add(product.id())
            .add(product.sku())
            .add(product.name())
            .add(product.category())
            .cents(product.priceCents())
            .add(
                "{\"weight_g\":"
                    + product.weightGrams()
                    + ",\"tags\":[\""
                    + String.join("\",\"", product.tags())
                    + "\"]}")
            .add(product.id() % 11 != 0)
            .at(created.plus(Duration.ofDays(product.id() * 7L)))
            .end();
      }
    }
  },
  CUSTOMERS("shop.customers") {
    @Override
    void write(DemoSimulation shop, CopyRows rows) throws IOException {
      long seed = shop.profile().seed();
      shop.tell(
          new Story() {
            @Override
            public void customer(Customer customer) throws IOException {
              Customer.Details details = customer.details(seed);
              rows.add(customer.id())
                  .add(email(shop, customer, details))
                  .add(details.name())
                  .add(customer.country().code())
                  .add(details.city())
                  .add(details.plan())
                  .add(customer.channel())
                  .add(details.optIn())
                  .array(details.tags())
                  .at(customer.createdAt())
                  .end();
            }
          });
    }
  },
  SUBSCRIPTIONS("shop.subscriptions") {
    @Override
    void write(DemoSimulation shop, CopyRows rows) throws IOException {
      shop.tell(new Subscriptions(shop, rows));
    }
  },
  ORDERS("shop.orders") {
    @Override
    void write(DemoSimulation shop, CopyRows rows) throws IOException {
      shop.tell(
          new Story() {
            @Override
            public void order(Order order) throws IOException {
              rows.add(order.id())
                  .add(order.customer().id())
                  .add(order.status())
                  .add(order.customer().country().currency())
                  .cents(order.subtotalCents())
                  .cents(order.discountCents())
                  .cents(order.taxCents())
                  .cents(order.totalCents())
                  .add(order.coupon())
                  .add(order.sessionId())
                  .at(order.createdAt())
                  .at(order.refundedAt())
                  .end();
            }
          });
    }
  },
  ORDER_ITEMS("shop.order_items") {
    @Override
    void write(DemoSimulation shop, CopyRows rows) throws IOException {
      shop.tell(
          new Story() {
            @Override
            public void order(Order order) throws IOException {
              List<Order.Item> items = order.items();
              for (int line = 0; line < items.size(); line++) {
                rows.add(order.id())
                    .add(line + 1)
                    .add(items.get(line).product().id())
                    .add(items.get(line).quantity())
                    .cents(items.get(line).product().priceCents())
                    .end();
              }
            }
          });
    }
  },
  IDENTITIES("product_analytics.identities") {
    @Override
    void write(DemoSimulation shop, CopyRows rows) throws IOException {
      long seed = shop.profile().seed();
      shop.tell(
          new Story() {
            @Override
            public void customer(Customer customer) throws IOException {
              Customer.Details details = customer.details(seed);
              rows.add(customer.identity(seed))
                  .add(customer.distinctId())
                  .add(
                      "{\"plan\":\""
                          + details.plan()
                          + "\",\"country\":\""
                          + customer.country().code()
                          + "\",\"acquisition_channel\":\""
                          + customer.channel()
                          + "\",\"name\":\""
                          + details.name()
                          + "\",\"email\":\""
                          + email(shop, customer, details)
                          + "\"}")
                  .add(true)
                  .add(false)
                  .add(1)
                  .at(customer.createdAt())
                  .end();
            }
          });
    }
  },
  EVENTS("product_analytics.events") {
    @Override
    void write(DemoSimulation shop, CopyRows rows) throws IOException {
      shop.tell(
          new Story() {
            @Override
            public void event(Event event) throws IOException {
              rows.add(event.uuid())
                  .at(event.at())
                  .add(event.name())
                  .add(event.properties())
                  .add(event.distinctId())
                  .add(event.anonymousId())
                  .add(event.deviceId())
                  .add(event.sessionId())
                  .add(event.identity())
                  .end();
            }
          });
    }
  };

  private final String qualified;

  DemoTable(String qualified) {
    this.qualified = qualified;
  }

  /** {@code schema.name}. */
  String qualified() {
    return qualified;
  }

  abstract void write(DemoSimulation shop, CopyRows rows) throws IOException;

  private static String email(DemoSimulation shop, Customer customer, Customer.Details details) {
    return shop.profile()
        .email()
        .replace("{first}", details.first().toLowerCase(Locale.ROOT))
        .replace("{last}", details.last().toLowerCase(Locale.ROOT))
        .replace("{id}", Long.toString(customer.id()));
  }
}
