package ai.altertable.mcp.lakehouse.demo;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.List;
import java.util.Optional;

/**
 * What a demo environment looks like, {@code conf/demo/<environment>.yaml}.
 *
 * @param seed fixes every number
 * @param days of events, the day of the load included
 * @param customers who were there before the first day
 * @param sessionsPerDay in the middle of the period
 * @param growth how much more the last day has than the first
 * @param weekdays factors, Monday first
 * @param email pattern with {@code {first}}, {@code {last}} and {@code {id}}
 */
record DemoProfile(
    long seed,
    int days,
    int customers,
    int sessionsPerDay,
    double growth,
    List<Double> weekdays,
    String email,
    Funnel funnel,
    Incident incident,
    List<Country> countries,
    List<Shelf> products) {

  DemoProfile {
    weekdays = List.copyOf(weekdays);
    countries = List.copyOf(countries);
    products = List.copyOf(products);
    if (weekdays.size() != 7 || customers < 1 || days < 1 || sessionsPerDay < 1) {
      throw new IllegalArgumentException("demo profile is out of range");
    }
  }

  /** Of those who reach a step, how many take the next. */
  record Funnel(
      double productViewed, double addedToCart, double checkoutStarted, double orderCompleted) {}

  /**
   * An afternoon on which checkouts fail.
   *
   * @param orderCompleted conversion of that time
   * @param code of the errors
   */
  record Incident(int daysAgo, int fromHour, int toHour, double orderCompleted, String code) {}

  /** Where customers live. */
  record Country(
      String code, double weight, String currency, int taxPercent, List<String> cities) {}

  /** Products of one category; prices in whole units. */
  record Shelf(String category, List<String> names, int least, int most, List<String> tags) {}

  /** Whether an environment of the demo organization has a profile. */
  static boolean exists(String environment) {
    return file(environment).isPresent();
  }

  /** The profile of an environment of the demo organization, if it has one. Blocks. */
  static Optional<DemoProfile> of(String environment) {
    return file(environment).map(DemoProfile::read);
  }

  private static Optional<URL> file(String environment) {
    return environment.matches("[a-z0-9-]+")
        ? Optional.ofNullable(DemoProfile.class.getResource("/conf/demo/" + environment + ".yaml"))
        : Optional.empty();
  }

  private static DemoProfile read(URL file) {
    YAMLMapper yaml =
        YAMLMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    try (InputStream in = file.openStream()) {
      return yaml.readValue(in, DemoProfile.class);
    } catch (IOException e) {
      throw new IllegalStateException("the bundled " + file + " cannot be read", e);
    }
  }
}
