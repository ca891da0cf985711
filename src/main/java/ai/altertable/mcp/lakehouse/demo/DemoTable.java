package ai.altertable.mcp.lakehouse.demo;

import ai.altertable.mcp.lakehouse.postgres.CopyRows;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables beside the events. */
enum DemoTable {
  PRODUCTS("shop.products") {
    @Override
    void write(DemoSimulation shop, Ledger ledger, CopyRows rows) throws IOException {
      Instant opened = shop.anchor().minus(Duration.ofDays(900));
      for (Product product : shop.products()) {
        rows.add(product.id())
            .add(product.sku())
            .add(product.name())
            .add(product.category())
            .add(Money.text(product.priceCents()))
            .add(
                "{\"weight_g\":"
                    + product.weightGrams()
                    + ",\"tags\":[\""
                    + String.join("\",\"", product.tags())
                    + "\"]}")
            .add(product.id() % 11 != 0)
            .add(opened.plus(Duration.ofDays(product.id() * 7L)))
            .end();
      }
    }
  },

  CUSTOMERS("shop.customers") {
    @Override
    void write(DemoSimulation shop, Ledger ledger, CopyRows rows) throws IOException {
      for (Customer customer : ledger.customers()) {
        Customer.Details details = customer.details(shop.profile().seed());
        rows.add(customer.id())
            .add(email(shop, customer, details))
            .add(details.name())
            .add(customer.country().code())
            .add(details.city())
            .add(details.plan())
            .add(customer.channel())
            .add(details.optIn())
            .array(details.tags())
            .add(customer.createdAt())
            .end();
      }
    }
  },

  SUBSCRIPTIONS("shop.subscriptions") {
    @Override
    void write(DemoSimulation shop, Ledger ledger, CopyRows rows) throws IOException {
      long id = 0;
      for (Customer customer : ledger.customers()) {
        String plan = customer.details(shop.profile().seed()).plan();
        Long monthly = MONTHLY_CENTS.get(plan);
        if (monthly != null) {
          Subscription subscription = Subscription.of(customer, shop);
          rows.add(++id)
              .add(customer.id())
              .add(plan)
              .add(subscription.status())
              .add(Money.text(subscription.yearly() ? monthly * 10 / 12 : monthly))
              .add(subscription.yearly() ? "1 year" : "1 mon")
              .add(subscription.trialEnd().atOffset(ZoneOffset.UTC).toLocalDate())
              .add(subscription.start())
              .add(subscription.canceledAt())
              .end();
        }
      }
    }
  },

  ORDERS("shop.orders") {
    @Override
    void write(DemoSimulation shop, Ledger ledger, CopyRows rows) throws IOException {
      for (Order order : ledger.orders()) {
        rows.add(order.id())
            .add(order.customer().id())
            .add(order.status())
            .add(order.customer().country().currency())
            .add(Money.text(order.subtotalCents()))
            .add(Money.text(order.discountCents()))
            .add(Money.text(order.taxCents()))
            .add(Money.text(order.totalCents()))
            .add(order.coupon())
            .add(order.sessionId())
            .add(order.createdAt())
            .add(order.refundedAt())
            .end();
      }
    }
  },

  ORDER_ITEMS("shop.order_items") {
    @Override
    void write(DemoSimulation shop, Ledger ledger, CopyRows rows) throws IOException {
      for (Order order : ledger.orders()) {
        List<Order.Item> items = order.items();
        for (int line = 0; line < items.size(); line++) {
          rows.add(order.id())
              .add(line + 1)
              .add(items.get(line).product().id())
              .add(items.get(line).quantity())
              .add(Money.text(items.get(line).product().priceCents()))
              .end();
        }
      }
    }
  },

  IDENTITIES("product_analytics.identities") {
    @Override
    void write(DemoSimulation shop, Ledger ledger, CopyRows rows) throws IOException {
      long seed = shop.profile().seed();
      for (Customer customer : ledger.customers()) {
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
            .add(customer.createdAt())
            .end();
      }
    }
  };

  /** Where events go; written while the story is told. */
  static final String EVENTS = "product_analytics.events";

  private static final Map<String, Long> MONTHLY_CENTS =
      Map.of("starter", 1900L, "pro", 7900L, "enterprise", 49900L);

  private final String qualified;

  DemoTable(String qualified) {
    this.qualified = qualified;
  }

  /** {@code schema.name}. */
  String qualified() {
    return qualified;
  }

  abstract void write(DemoSimulation shop, Ledger ledger, CopyRows rows) throws IOException;

  private static String email(DemoSimulation shop, Customer customer, Customer.Details details) {
    return shop.profile()
        .email()
        .replace("{first}", details.first().toLowerCase(Locale.ROOT))
        .replace("{last}", details.last().toLowerCase(Locale.ROOT))
        .replace("{id}", Long.toString(customer.id()));
  }
}
