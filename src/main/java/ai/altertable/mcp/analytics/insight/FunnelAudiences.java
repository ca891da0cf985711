package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.analytics.sql.Select;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The audiences of a funnel, all in one pass over the users: each user's row is there once for each
 * audience that the user is in, with the audience's number.
 */
final class FunnelAudiences {
  static final String AUDIENCES = "audiences";
  static final String NUMBER = "audience";

  private final List<AudienceCompiler.Members> members;

  /**
   * @param common where the numbers are added
   */
  FunnelAudiences(List<AudienceCompiler.Members> members, List<Query.Common> common) {
    this.members = members;
    if (any()) {
      common.add(
          new Query.Common(
              AUDIENCES,
              IntStream.range(0, members.size())
                  .mapToObj(i -> Select.row(List.of(new Select.Output(NUMBER, number(i)))))
                  .toList()));
    }
  }

  /** Whether the definition has any. */
  boolean any() {
    return !members.get(0).label().isEmpty();
  }

  /** The users' rows, joined to the audiences when there are any. */
  Select.Source join(Select.Source users, Expr userId) {
    if (!any()) {
      return users;
    }
    Set<String> sets = new LinkedHashSet<>();
    UserSets.Lookup lookup =
        table -> {
          sets.add(table);
          return new Expr.Not(new Expr.IsNull(new Expr.Column(table, UserSets.USER)));
        };
    List<Expr> in = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      List<Expr> all = new ArrayList<>();
      all.add(isNumber(i));
      members.get(i).conditions().forEach(each -> all.add(each.on(lookup)));
      in.add(new Expr.And(all));
    }
    Select.Source joined = users;
    for (String set : sets) {
      Expr id = new Expr.Column(set, UserSets.USER);
      Select each =
          Select.of(List.of(new Select.Output(UserSets.USER, id)), new Select.Common(set))
              .groupedBy(1);
      joined =
          new Select.LeftJoin(
              joined, new Select.Nested(each, set), new Expr.Compare(Comparison.EQUAL, id, userId));
    }
    return new Select.InnerJoin(joined, new Select.Common(AUDIENCES), new Expr.Or(in));
  }

  /** The column with the audience's number; none without audiences. */
  List<Select.Output> numbers() {
    return any()
        ? List.of(new Select.Output(NUMBER, new Expr.Column(AUDIENCES, NUMBER)))
        : List.of();
  }

  /** The column that names the audience; none without audiences. */
  List<Select.Output> labels() {
    if (!any()) {
      return List.of();
    }
    Expr label = members.get(0).label().get(0).value();
    for (int i = 1; i < members.size(); i++) {
      label = new Expr.When(isNumber(i), members.get(i).label().get(0).value(), label);
    }
    return List.of(new Select.Output(AudienceCompiler.COLUMN, label));
  }

  private static Expr isNumber(int audience) {
    return new Expr.Compare(Comparison.EQUAL, new Expr.Column(AUDIENCES, NUMBER), number(audience));
  }

  private static Expr number(int audience) {
    return new Expr.Whole(audience + 1L);
  }
}
