package ai.altertable.mcp.analytics;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that somebody may have meant. */
public final class NearestNames {
  private static final int MAX_SUGGESTIONS = 3;
  private static final int MAX_LENGTH = 128;

  private NearestNames() {}

  /**
   * The candidates closest to a name, the closest first; empty when none is close.
   *
   * @param name what was asked for
   * @param candidates what there is
   */
  public static List<String> of(String name, Collection<String> candidates) {
    if (name.length() > MAX_LENGTH) {
      return List.of();
    }
    String wanted = name.toLowerCase(Locale.ROOT);
    int tolerance = Math.max(2, wanted.length() / 3);
    return candidates.stream()
        .filter(candidate -> candidate.length() <= MAX_LENGTH)
        .map(candidate -> new Scored(candidate, score(wanted, candidate.toLowerCase(Locale.ROOT))))
        .filter(scored -> scored.distance <= tolerance)
        .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::name))
        .limit(MAX_SUGGESTIONS)
        .map(Scored::name)
        .toList();
  }

  /** A question to append to an error: {@code Did you mean a or b?}, or empty. */
  public static String didYouMean(String name, Collection<String> candidates) {
    List<String> nearest = of(name, candidates);
    return nearest.isEmpty() ? "" : " Did you mean " + String.join(" or ", nearest) + "?";
  }

  private static int score(String wanted, String candidate) {
    boolean contained =
        wanted.length() > 2 && (candidate.contains(wanted) || wanted.contains(candidate));
    return contained ? 1 : distance(wanted, candidate);
  }

  /** Levenshtein's edit distance. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }

  private record Scored(String name, int distance) {}
}
