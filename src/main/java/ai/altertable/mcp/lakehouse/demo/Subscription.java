package ai.altertable.mcp.lakehouse.demo;

import java.time.Duration;
import java.time.Instant;

/**
 * A customer's paid plan. It starts with a trial on the day of registration.
 *
 * @param yearly billed for a year, two months of it free
 * @param canceledAt null while it runs
 * @param status trialing, active, past_due or canceled
 */
record Subscription(
    boolean yearly, Instant start, Instant trialEnd, Instant canceledAt, String status) {
  private static final Duration TRIAL = Duration.ofDays(14);
  private static final Duration MONTH = Duration.ofDays(30);
  private static final double CHURN_A_MONTH = 0.035;
  private static final double PAST_DUE = 0.03;

  static Subscription of(Customer customer, DemoSimulation shop) {
    Dice dice = customer.dice(shop.profile().seed());
    boolean yearly = dice.chance(0.3);
    Instant start = customer.createdAt();
    Instant trialEnd = start.plus(TRIAL);
    Instant canceled = canceled(dice, trialEnd, shop.anchor());
    String running = dice.chance(PAST_DUE) ? "past_due" : "active";
    String status =
        canceled != null ? "canceled" : trialEnd.isAfter(shop.anchor()) ? "trialing" : running;
    return new Subscription(yearly, start, trialEnd, canceled, status);
  }

  private static Instant canceled(Dice dice, Instant from, Instant now) {
    for (Instant month = from; month.isBefore(now); month = month.plus(MONTH)) {
      if (dice.chance(CHURN_A_MONTH)) {
        Instant end = month.plus(Duration.ofHours(dice.between(1, 700)));
        return end.isBefore(now) ? end : null;
      }
    }
    return null;
  }
}
