package ai.altertable.mcp.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;

/**
 * Goes on with a property for as long as {@code -Dfuzz.seconds} says: {@code mvn -Dfuzz.seconds=600
 * -Dtest='*SoupPropertyTest' test}. The default suite tries what the property itself bounds.
 */
public final class Fuzz {
  private static final long SECONDS_LONG = Long.getLong("fuzz.seconds", 0);

  private Fuzz() {}

  /** Tries at least one, and more while there is time. */
  public static <T> void more(Arbitrary<T> inputs, Consumer<T> property) {
    long end = System.nanoTime() + SECONDS.toNanos(SECONDS_LONG);
    do {
      T input = inputs.sample();
      try {
        property.accept(input);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("of " + input, e);
      }
    } while (System.nanoTime() < end);
  }
}
