package ai.altertable.mcp.lakehouse.demo;

import ai.altertable.mcp.lakehouse.demo.DemoProfile.Country;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Plays the days of a shop. Told twice, the story is the same. */
final class DemoSimulation {
  static final List<String> CHANNELS =
      List.of("organic", "paid_search", "social", "referral", "email", "direct");
  private static final double[] CHANNEL_WEIGHTS = {34, 21, 17, 9, 8, 11};

  /** How many sessions start in each hour of a day, UTC. */
  private static final double[] HOURS = {
    1, 0.7, 0.5, 0.4, 0.5, 0.8, 1.6, 2.6, 3.6, 4.4, 4.8, 5, 5.4, 5.2, 4.8, 4.6, 4.8, 5.4, 6.2, 6.8,
    6.4, 5, 3.2, 1.8
  };

  /** No visit lasts longer, so that none ends in the future. */
  private static final Duration LONGEST_VISIT = Duration.ofMinutes(60);

  private static final int YEARS_BEFORE = 2;
  private static final long SALT = 0x736573736e6dL;

  private final DemoProfile profile;
  private final Instant anchor;
  private final List<Product> products;
  private final double[] countryWeights;

  private List<Customer> customers;
  private int knownThatDay;
  private long orders;

  /**
   * @param anchor the present: the last day is that of the anchor, and ends there
   */
  DemoSimulation(DemoProfile profile, Instant anchor) {
    this.profile = profile;
    this.anchor = anchor;
    this.products = Product.all(profile);
    this.countryWeights = profile.countries().stream().mapToDouble(Country::weight).toArray();
  }

  DemoProfile profile() {
    return profile;
  }

  Instant anchor() {
    return anchor;
  }

  List<Product> products() {
    return products;
  }

  /** Tells it all. */
  void tell(Story story) throws IOException {
    customers = new ArrayList<>();
    orders = 0;
    LocalDate last = anchor.atOffset(ZoneOffset.UTC).toLocalDate();
    LocalDate first = last.minusDays(profile.days() - 1L);
    for (int i = 0; i < profile.customers(); i++) {
      Customer old = longKnown(i + 1, first);
      customers.add(old);
      story.customer(old);
    }
    for (int day = 0; day < profile.days(); day++) {
      play(first.plusDays(day), day, story);
    }
  }

  private Customer longKnown(long id, LocalDate first) {
    Dice dice = Dice.of(profile.seed(), SALT + 1, id);
    Duration before =
        Duration.ofMinutes((long) (dice.unit() * Duration.ofDays(365L * YEARS_BEFORE).toMinutes()));
    return new Customer(
        id,
        country(dice),
        channel(dice),
        first.atStartOfDay(ZoneOffset.UTC).toInstant().minus(before));
  }

  private void play(LocalDate date, int day, Story story) throws IOException {
    Dice weather = Dice.of(profile.seed(), SALT + 2, day);
    double trend = 1 + profile.growth() * (day / (double) profile.days() - 0.5);
    double weekday = profile.weekdays().get(date.getDayOfWeek().getValue() - 1);
    double luck = 0.94 + 0.12 * weather.unit();
    long sessions = Math.round(profile.sessionsPerDay() * trend * weekday * luck);
    knownThatDay = customers.size();
    for (int number = 0; number < sessions; number++) {
      Dice dice = Dice.of(profile.seed(), SALT + 3, day, number);
      Instant start =
          date.atStartOfDay(ZoneOffset.UTC)
              .plusHours(dice.weighted(HOURS))
              .plusSeconds(dice.between(0, 3599))
              .toInstant();
      if (start.plus(LONGEST_VISIT).isBefore(anchor)) {
        new Visit(this, dice, start, story).play();
      }
    }
  }

  Country country(Dice dice) {
    return profile.countries().get(dice.weighted(countryWeights));
  }

  String channel(Dice dice) {
    return CHANNELS.get(dice.weighted(CHANNEL_WEIGHTS));
  }

  /** Somebody who was known before that day; the first ones are the most faithful. */
  Customer returning(Dice dice) {
    return customers.get((int) (knownThatDay * Math.pow(dice.unit(), 1.5)));
  }

  /** The customer that a visitor becomes. */
  Customer register(Country country, String channel, Instant at) {
    Customer customer = new Customer(customers.size() + 1L, country, channel, at);
    customers.add(customer);
    return customer;
  }

  long nextOrder() {
    return ++orders;
  }

  /** Whether the payment provider is down then. */
  boolean incident(Instant at) {
    DemoProfile.Incident incident = profile.incident();
    var then = at.atOffset(ZoneOffset.UTC);
    LocalDate day = anchor.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(incident.daysAgo());
    return then.toLocalDate().equals(day)
        && then.getHour() >= incident.fromHour()
        && then.getHour() < incident.toHour();
  }
}
