package ai.altertable.mcp.lakehouse.demo;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A registered customer; everything not told here follows from the id. */
record Customer(long id, DemoProfile.Country country, String channel, Instant createdAt) {
  private static final List<String> FIRST =
      List.of(
          "Ada", "Ben", "Chloe", "Dario", "Elif", "Finn", "Grace", "Hugo", "Ines", "Jonas", "Kira",
          "Leo", "Maya", "Noah", "Olga", "Paul", "Rosa", "Sami", "Tara", "Yuki");
  private static final List<String> LAST =
      List.of(
          "Adler",
          "Bernard",
          "Castillo",
          "Dubois",
          "Evans",
          "Fischer",
          "Garcia",
          "Hansen",
          "Ito",
          "Jansen",
          "Keller",
          "Lopez",
          "Moreau",
          "Novak",
          "Olsen",
          "Petit",
          "Roy",
          "Schmidt",
          "Tanaka",
          "Weber");
  private static final List<String> PLANS = List.of("free", "starter", "pro", "enterprise");
  private static final double[] PLAN_WEIGHTS = {60, 24, 13, 3};
  private static final List<String> LABELS = List.of("vip", "wholesale", "beta", "press");
  private static final long SALT = 0x637573746f6d6572L;

  /** The parts of a customer that only matter when it is written down. */
  record Details(
      String first, String last, String city, String plan, boolean optIn, List<String> tags) {
    String name() {
      return first + " " + last;
    }
  }

  Details details(long seed) {
    Dice dice = Dice.of(seed, SALT, id);
    return new Details(
        dice.oneOf(FIRST),
        dice.oneOf(LAST),
        dice.oneOf(country.cities()),
        PLANS.get(dice.weighted(PLAN_WEIGHTS)),
        dice.chance(0.44),
        dice.chance(0.07) ? List.of(dice.oneOf(LABELS)) : List.of());
  }

  String distinctId() {
    return "user_" + id;
  }

  /** The person behind every device and session of the customer. */
  UUID identity(long seed) {
    return Dice.of(seed, SALT + 1, id).uuid();
  }

  /** Dice for what else hangs on the customer, its subscription for one. */
  Dice dice(long seed) {
    return Dice.of(seed, SALT + 2, id);
  }
}
