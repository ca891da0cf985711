package ai.altertable.mcp.lakehouse.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** Customers on a paid plan have a subscription, which some end. */
final class Subscriptions implements Story {
  private static final Map<String, Long> MONTHLY_CENTS =
      Map.of("starter", 1900L, "pro", 7900L, "enterprise", 49900L);
  private static final int TRIAL_DAYS = 14;
  private static final double CHURN_A_MONTH = 0.035;

  private final DemoSimulation shop;
  private final CopyRows rows;
  private long number;

  Subscriptions(DemoSimulation shop, CopyRows rows) {
    this.shop = shop;
    this.rows = rows;
  }

  @Override
  public void customer(Customer customer) throws IOException {
    long seed = shop.profile().seed();
    String plan = customer.details(seed).plan();
    Long monthly = MONTHLY_CENTS.get(plan);
    if (monthly == null) {
      return;
    }
    Dice dice = customer.dice(seed);
    Instant started = customer.createdAt().plus(Duration.ofMinutes(dice.between(3, 20_000)));
    if (started.isAfter(shop.anchor())) {
      return;
    }
    boolean yearly = dice.chance(0.3);
    Instant trialEnd = started.plus(Duration.ofDays(TRIAL_DAYS));
    Instant canceled = canceled(dice, trialEnd);
    rows.add(++number)
        .add(customer.id())
        .add(plan)
        .add(status(dice, trialEnd, canceled))
        .cents(yearly ? monthly * 10 / 12 : monthly)
        .add(yearly ? "1 year" : "1 mon")
        .add(dice.chance(0.8) ? trialEnd.atOffset(ZoneOffset.UTC).toLocalDate() : null)
        .at(started)
        .at(canceled)
        .end();
  }

  private Instant canceled(Dice dice, Instant from) {
    Instant month = from;
    while (month.isBefore(shop.anchor())) {
      if (dice.chance(CHURN_A_MONTH)) {
        Instant end = month.plus(Duration.ofHours(dice.between(1, 700)));
        return end.isBefore(shop.anchor()) ? end : null;
      }
      month = month.plus(Duration.ofDays(30));
    }
    return null;
  }

  private String status(Dice dice, Instant trialEnd, Instant canceled) {
    if (canceled != null) {
      return "canceled";
    }
    if (trialEnd.isAfter(shop.anchor())) {
      return "trialing";
    }
    return dice.chance(0.03) ? "past_due" : "active";
  }
}
