package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.analytics.sql.Select;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Compiles a segment to the users in it who have any event: one column, {@code user_id}. */
public final class SegmentCompiler {
  private SegmentCompiler() {}

  /**
   * @param now what happens later is not known yet
   * @throws DefinitionException when it does not fit the data
   */
  public static EventQuery compile(UserSegment segment, EventData data, Instant now) {
    List<Query.Common> common = new ArrayList<>();
    UserSets users = new UserSets(data, now, common);
    EventSource source = data.source();
    List<Expr> conditions = new ArrayList<>();
    conditions.add(new Expr.Compare(Comparison.LESS, source.timestamp(), new Expr.Moment(now)));
    conditions.add(new Expr.Not(new Expr.IsNull(source.userId())));
    segment.conditions().forEach(each -> conditions.add(users.compile(each).on(source.userId())));
    Select members =
        Select.of(List.of(new Select.Output("user_id", source.userId())), source.rows(false))
            .where(conditions)
            .groupedBy(1);
    return users.query(new Query(common, List.of(members), 1));
  }
}
