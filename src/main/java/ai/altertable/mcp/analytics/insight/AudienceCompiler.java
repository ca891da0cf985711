package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Select;
import java.util.List;

/** Compiles the audiences that a result is computed for. */
final class AudienceCompiler {
  /** The column that names the audience in results. */
  static final String COLUMN = "segment";

  private AudienceCompiler() {}

  /** One compiled audience; everybody when a definition has none. */
  record Members(List<Select.Output> label, List<UserSets.Condition> conditions) {
    /** The conditions on a user id; none for everybody. */
    List<Expr> where(Expr userId) {
      return conditions.stream().map(each -> each.on(userId)).toList();
    }
  }

  /** At least one. */
  static List<Members> members(EventInsight.Scope scope, UserSets users) {
    if (scope.audiences().isEmpty()) {
      return List.of(new Members(List.of(), List.of()));
    }
    return scope.audiences().stream()
        .map(
            audience ->
                new Members(
                    List.of(new Select.Output(COLUMN, new Expr.Text(audience.key()))),
                    audience.conditions().stream().map(users::compile).toList()))
        .toList();
  }
}
