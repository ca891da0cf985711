package ai.altertable.mcp.tools.context;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Searches the sections of the documentation by BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b =
 * 0.75). Words of a heading count threefold. Immutable; thread-safe.
 */
public final class DocIndex {
  private static final double K1 = 1.2;
  private static final double B = 0.75;
  private static final int HEADING_WEIGHT = 3;
  private static final int MIN_STEM = 4;
  private static final Set<String> STOP_WORDS =
      Set.of(
          "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from",
          "how", "i", "in", "is", "it", "of", "on", "or", "that", "the", "this", "to", "what",
          "when", "which", "with", "you", "my", "me");

  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Integer> documentFrequency = new HashMap<>();
  private final double averageLength;

  DocIndex(List<DocPage> pages) {
    for (DocPage page : pages) {
      page.sections().forEach(section -> entries.add(Entry.of(page, section)));
    }
    for (Entry entry : entries) {
      entry.frequencies.keySet().forEach(word -> documentFrequency.merge(word, 1, Integer::sum));
    }
    averageLength = entries.stream().mapToInt(entry -> entry.length).average().orElse(1);
  }

  /** The index over every page that is shipped. */
  public static DocIndex load() {
    return new DocIndex(DocPage.NAMES.stream().map(DocPage::load).toList());
  }

  /**
   * A section that was found.
   *
   * @param score above 0; comparable within one search
   */
  record Hit(DocPage page, DocPage.Section section, double score) {}

  /** The best first; empty when no word is known. */
  List<Hit> search(String query, int limit) {
    Set<String> words = new HashSet<>(words(query));
    List<Hit> hits = new ArrayList<>();
    for (Entry entry : entries) {
      double score = words.stream().mapToDouble(word -> score(entry, word)).sum();
      if (score > 0) {
        hits.add(new Hit(entry.page, entry.section, score));
      }
    }
    hits.sort(Comparator.comparingDouble(Hit::score).reversed());
    return List.copyOf(hits.subList(0, Math.min(limit, hits.size())));
  }

  private double score(Entry entry, String word) {
    int frequency = entry.frequencies.getOrDefault(word, 0);
    int containing = documentFrequency.getOrDefault(word, 0);
    double rarity = Math.log(1 + (entries.size() - containing + 0.5) / (containing + 0.5));
    double norm = K1 * (1 - B + B * entry.length / averageLength);
    return rarity * frequency * (K1 + 1) / (frequency + norm);
  }

  /** Words in lower case, without very frequent ones, without a plural's or participle's ending. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      if (!word.isEmpty() && !STOP_WORDS.contains(word)) {
        words.add(stem(word));
      }
    }
    return words;
  }

  private static String stem(String word) {
    for (String ending : new String[] {"ing", "ies", "ed", "es", "s"}) {
      if (word.endsWith(ending) && word.length() - ending.length() >= MIN_STEM - 1) {
        return word.substring(0, word.length() - ending.length());
      }
    }
    return word;
  }

  private record Entry(
      DocPage page, DocPage.Section section, Map<String, Integer> frequencies, int length) {

    static Entry of(DocPage page, DocPage.Section section) {
      Map<String, Integer> frequencies = new HashMap<>();
      List<String> text = words(section.text());
      text.forEach(word -> frequencies.merge(word, 1, Integer::sum));
      words(section.heading() + " " + page.title())
          .forEach(word -> frequencies.merge(word, HEADING_WEIGHT, Integer::sum));
      return new Entry(page, section, Map.copyOf(frequencies), text.size());
    }
  }
}
