package ai.altertable.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BudgetTest {
  /** Holder 0 is nobody in particular; a negative number gives a place of that holder back. */
  @Property
  void neitherTheNodeNorAHolderHasMoreThanMayBe(
      @ForAll @IntRange(min = 1, max = 12) int limit,
      @ForAll @IntRange(min = 1, max = 4) int parts,
      @ForAll @Size(max = 60) List<@IntRange(min = -4, max = 3) Integer> steps) {
    Budget<Integer> budget = new Budget<>(limit, parts);
    Map<Integer, Integer> held = new HashMap<>();
    Deque<Integer> open = new ArrayDeque<>();
    for (int step : steps) {
      int holder = step == -4 ? 0 : Math.abs(step);
      if (step < 0) {
        if (open.remove((Object) holder)) {
          held.merge(holder, -1, Integer::sum);
          giveBack(budget, holder);
        }
        continue;
      }
      boolean room =
          open.size() < limit
              && (holder == 0 || held.getOrDefault(holder, 0) < Math.max(1, limit / parts));
      assertThat(holder == 0 ? budget.acquire() : budget.acquire(holder)).isEqualTo(room);
      if (room) {
        open.add(holder);
        held.merge(holder, 1, Integer::sum);
      }
      assertThat(budget.taken()).isEqualTo(open.size());
    }
  }

  private static void giveBack(Budget<Integer> budget, int holder) {
    if (holder == 0) {
      budget.release();
    } else {
      budget.release(holder);
    }
  }
}
