package ai.altertable.mcp.lakehouse.demo;

import java.util.List;
import java.util.UUID;

/**
 * Random numbers that a seed fixes for ever: SplitMix64 (Steele, Lea, Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014), which no library may change under us.
 */
final class Dice {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private long state;

  private Dice(long state) {
    this.state = state;
  }

  /** Dice of their own for each combination of numbers. */
  static Dice of(long seed, long... salts) {
    long state = mix(seed + GOLDEN);
    for (long salt : salts) {
      state = mix(state ^ mix(salt + GOLDEN));
    }
    return new Dice(state);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** From 0, included, to 1, excluded. */
  double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  boolean chance(double probability) {
    return unit() < probability;
  }

  /** A whole number; both ends included. */
  int between(int least, int most) {
    return least + (int) (unit() * (most - least + 1));
  }

  <T> T oneOf(List<T> items) {
    return items.get((int) (unit() * items.size()));
  }

  /** An index, as likely as its weight. */
  int weighted(double[] weights) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    double left = unit() * total;
    for (int i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return weights.length - 1;
  }

  /** A random UUID, version 4 (RFC 9562 section 5.4). */
  UUID uuid() {
    long high = (next() & ~0xf000L) | 0x4000L;
    long low = (next() >>> 2) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
