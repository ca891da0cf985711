package ai.altertable.mcp.charts;

import ai.altertable.mcp.charts.Chart.Slices.Slice;
import java.util.ArrayList;
import java.util.List;

/** Cuts parts down to as many as can be told apart. */
final class Slicing {
  private Slicing() {}

  /**
   * @param sorted the largest first
   * @param additive whether what is left out can be one part together
   */
  static Chart.Slices of(
      boolean pie, String measure, Unit unit, List<Slice> sorted, int most, boolean additive) {
    List<Slice> shown =
        new ArrayList<>(pie ? sorted.stream().filter(slice -> slice.value() > 0).toList() : sorted);
    if (shown.size() > most) {
      int kept = additive ? most - 1 : most;
      double rest = shown.stream().skip(kept).mapToDouble(Slice::value).sum();
      int count = shown.size() - kept;
      shown = new ArrayList<>(shown.subList(0, kept));
      if (additive) {
        shown.add(new Slice(count + " others", rest));
      }
    }
    return new Chart.Slices(pie, measure, unit, shown);
  }
}
