package ai.altertable.mcp.tools.dashboards;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Runs work over a list, some at a time, keeping the order of the results. Used from one context.
 */
final class SideBySide<T, R> {
  private final List<T> items;
  private final Function<T, Future<R>> work;
  private final Object[] results;
  private final Promise<List<R>> done = Promise.promise();
  private int next;
  private int ended;

  private SideBySide(List<T> items, Function<T, Future<R>> work) {
    this.items = items;
    this.work = work;
    this.results = new Object[items.size()];
  }

  /**
   * @param width most at a time
   * @return fails with the first failure; what runs then is not waited for, what waits is not
   *     started
   */
  static <T, R> Future<List<R>> run(List<T> items, int width, Function<T, Future<R>> work) {
    SideBySide<T, R> run = new SideBySide<>(items, work);
    if (items.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    for (int i = 0; i < Math.min(width, items.size()); i++) {
      run.startNext();
    }
    return run.done.future();
  }

  private void startNext() {
    if (next == items.size() || done.future().isComplete()) {
      return;
    }
    int index = next++;
    work.apply(items.get(index))
        .onFailure(done::tryFail)
        .onSuccess(
            result -> {
              results[index] = result;
              ended++;
              if (ended == items.size()) {
                done.tryComplete(collected());
              } else {
                startNext();
              }
            });
  }

  @SuppressWarnings("unchecked") // only results of the work are put in
  private List<R> collected() {
    return new ArrayList<>((List<R>) Arrays.asList(results));
  }
}
