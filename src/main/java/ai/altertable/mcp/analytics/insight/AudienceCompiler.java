package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.analytics.sql.Select;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns audiences into conditions on a user id. What they look up becomes common table expressions
 * of their own.
 */
final class AudienceCompiler {
  /** The column that names the audience in results. */
  static final String COLUMN = "segment";

  private static final Instant EVER = Instant.EPOCH;

  private final EventSource source;
  private final EventInsight.Scope scope;
  private final Instant now;
  private final List<Query.Common> common;
  private int sets;

  /**
   * @param now what happens later is not known yet
   * @param common where common table expressions are added
   */
  AudienceCompiler(
      EventSource source, EventInsight.Scope scope, Instant now, List<Query.Common> common) {
    this.source = source;
    this.scope = scope;
    this.now = now;
    this.common = common;
  }

  /** One compiled audience; everybody when a definition has none. */
  record Members(List<Select.Output> label, List<Users> users) {
    /** The conditions on a user id; none for everybody. */
    List<Expr> where(Expr userId) {
      return users.stream().map(each -> each.condition(userId)).toList();
    }
  }

  /** Users that are, or are not, in a common table expression. */
  private record Users(String table, boolean including) {
    Expr condition(Expr userId) {
      Expr isThere = new Expr.Exists(table, "user_id", userId);
      return including ? isThere : new Expr.Not(isThere);
    }
  }

  /** At least one. */
  List<Members> members() {
    if (scope.audiences().isEmpty()) {
      return List.of(new Members(List.of(), List.of()));
    }
    List<Members> members = new ArrayList<>();
    for (Audience audience : scope.audiences()) {
      Select.Output label = new Select.Output(COLUMN, new Expr.Text(audience.key()));
      members.add(
          new Members(List.of(label), audience.conditions().stream().map(this::users).toList()));
    }
    return members;
  }

  private Users users(Audience.Condition condition) {
    if (condition instanceof Audience.Performed performed) {
      return new Users(add(performers(performed)), performed.including());
    }
    Filter filter = ((Audience.Trait) condition).filter();
    // who is not identified has no trait, and is not among the identities
    boolean none = filter.operator() == FilterOperator.IS_NULL;
    Filter looked =
        none ? new Filter(filter.field(), FilterOperator.IS_NOT_NULL, List.of()) : filter;
    return new Users(add(source.usersWhere(looked)), !none);
  }

  private Select performers(Audience.Performed performed) {
    TimeFrame.Range range =
        performed
            .period()
            .map(period -> period.resolve(now, scope.zone()).until(now))
            .orElse(new TimeFrame.Range(EVER, now));
    return Select.of(
            List.of(new Select.Output("user_id", source.userId())),
            source.rows(performed.event().needsTraits()))
        .where(source.conditionsOnUsers(performed.event(), range))
        .groupedBy(1);
  }

  private String add(Select users) {
    String name = "users_" + ++sets;
    common.add(new Query.Common(name, users));
    return name;
  }
}
