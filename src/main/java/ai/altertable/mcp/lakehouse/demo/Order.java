package ai.altertable.mcp.lakehouse.demo;

import java.time.Instant;
import java.util.List;

/**
 * A completed checkout.
 *
 * @param status paid, refunded or cancelled
 * @param coupon or null
 * @param refundedAt or null
 */
record Order(
    long id,
    Customer customer,
    String status,
    List<Item> items,
    String coupon,
    String sessionId,
    Instant createdAt,
    Instant refundedAt) {
  private static final int COUPON_PERCENT = 10;

  /** A line. */
  record Item(Product product, int quantity) {}

  long subtotalCents() {
    return items.stream().mapToLong(item -> item.product().priceCents() * item.quantity()).sum();
  }

  long discountCents() {
    return coupon == null ? 0 : Math.round(subtotalCents() * COUPON_PERCENT / 100d);
  }

  long taxCents() {
    return Math.round((subtotalCents() - discountCents()) * customer.country().taxPercent() / 100d);
  }

  long totalCents() {
    return subtotalCents() - discountCents() + taxCents();
  }
}
