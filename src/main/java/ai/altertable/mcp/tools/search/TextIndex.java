package ai.altertable.mcp.tools.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Ranks texts by BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75). Words of a heading count
 * threefold. Immutable; thread-safe.
 *
 * @param <T> what a text belongs to
 */
public final class TextIndex<T> {
  private static final double K1 = 1.2;
  private static final double B = 0.75;
  private static final int HEADING_WEIGHT = 3;
  private static final int MIN_STEM = 4;
  private static final Set<String> STOP_WORDS =
      Set.of(
          "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from",
          "how", "i", "in", "is", "it", "of", "on", "or", "that", "the", "this", "to", "what",
          "when", "which", "with", "you", "my", "me");

  private final List<Entry<T>> entries;
  private final Map<String, Integer> documentFrequency = new HashMap<>();
  private final double averageLength;

  public TextIndex(List<Text<T>> texts) {
    entries = texts.stream().map(Entry::of).toList();
    for (Entry<T> entry : entries) {
      entry.frequencies.keySet().forEach(word -> documentFrequency.merge(word, 1, Integer::sum));
    }
    averageLength = entries.stream().mapToInt(entry -> entry.length).average().orElse(1);
  }

  /**
   * Something to be found.
   *
   * @param heading its name
   * @param body what else it says
   */
  public record Text<T>(T item, String heading, String body) {}

  /**
   * Something that was found.
   *
   * @param score above 0; comparable within one search
   */
  public record Hit<T>(T item, double score) {}

  /** The best first; empty when no word is known. */
  public List<Hit<T>> search(String query, int limit) {
    Set<String> words = new HashSet<>(stems(query));
    List<Hit<T>> hits = new ArrayList<>();
    for (Entry<T> entry : entries) {
      double score = words.stream().mapToDouble(word -> score(entry, word)).sum();
      if (score > 0) {
        hits.add(new Hit<>(entry.item, score));
      }
    }
    hits.sort(Comparator.comparingDouble((Hit<T> hit) -> hit.score()).reversed());
    return List.copyOf(hits.subList(0, Math.min(limit, hits.size())));
  }

  /** The words that matter, in lower case, without a plural's or participle's ending. */
  public static List<String> stems(String text) {
    List<String> stems = new ArrayList<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      if (!word.isEmpty() && !STOP_WORDS.contains(word)) {
        stems.add(stem(word));
      }
    }
    return stems;
  }

  private double score(Entry<T> entry, String word) {
    int frequency = entry.frequencies.getOrDefault(word, 0);
    int containing = documentFrequency.getOrDefault(word, 0);
    double rarity = Math.log(1 + (entries.size() - containing + 0.5) / (containing + 0.5));
    double norm = K1 * (1 - B + B * entry.length / averageLength);
    return rarity * frequency * (K1 + 1) / (frequency + norm);
  }

  private static String stem(String word) {
    for (String ending : new String[] {"ing", "ies", "ed", "es", "s"}) {
      if (word.endsWith(ending) && word.length() - ending.length() >= MIN_STEM - 1) {
        return word.substring(0, word.length() - ending.length());
      }
    }
    return word;
  }

  private record Entry<T>(T item, Map<String, Integer> frequencies, int length) {

    static <T> Entry<T> of(Text<T> text) {
      Map<String, Integer> frequencies = new HashMap<>();
      List<String> body = stems(text.body());
      body.forEach(word -> frequencies.merge(word, 1, Integer::sum));
      stems(text.heading()).forEach(word -> frequencies.merge(word, HEADING_WEIGHT, Integer::sum));
      return new Entry<>(text.item(), Map.copyOf(frequencies), body.size());
    }
  }
}
