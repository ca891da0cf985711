package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Proposes values of one argument. */
interface Completer {
  /** Most values of one answer (MCP, completion). */
  int MOST = 100;

  /**
   * What may be meant.
   *
   * @param value typed so far, maybe empty
   * @param others arguments that are settled already, strings by name; maybe empty
   */
  Future<Proposal> complete(ToolContext context, String value, JsonObject others);

  /**
   * Values that may be meant, the likeliest first.
   *
   * @param values at most {@value Completer#MOST} are told
   * @param total how many there are
   */
  record Proposal(List<String> values, int total) {
    public Proposal {
      values = List.copyOf(values.subList(0, Math.min(MOST, values.size())));
    }

    /** Those that begin with what was typed, then those that hold it; case does not matter. */
    static Proposal matching(List<String> all, String value) {
      String typed = value.toLowerCase(Locale.ROOT);
      List<String> beginning = new ArrayList<>();
      List<String> holding = new ArrayList<>();
      for (String each : new TreeSet<>(all)) {
        String candidate = each.toLowerCase(Locale.ROOT);
        if (candidate.startsWith(typed)) {
          beginning.add(each);
        } else if (candidate.contains(typed)) {
          holding.add(each);
        }
      }
      beginning.addAll(holding);
      return new Proposal(beginning, beginning.size());
    }

    /** MCP {@code CompleteResult}, the part {@code completion}. */
    JsonObject toJson() {
      return new JsonObject()
          .put("values", new JsonArray(values))
          .put("total", total)
          .put("hasMore", total > values.size());
    }
  }
}
