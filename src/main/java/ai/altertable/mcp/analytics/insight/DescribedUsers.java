package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.insight.SemanticInsight.DimensionFilter;
import ai.altertable.mcp.analytics.semantic.JoinPath;
import ai.altertable.mcp.analytics.semantic.JoinedRows;
import ai.altertable.mcp.analytics.semantic.Reference;
import ai.altertable.mcp.analytics.semantic.SemanticModel.Dimension;
import ai.altertable.mcp.analytics.semantic.SemanticModel.TableName;
import ai.altertable.mcp.analytics.semantic.VersionedModel;
import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import ai.altertable.mcp.analytics.sql.Select;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The users that a dimension of a semantic model describes. It is of the identities, or of what
 * relations lead to from there; or else of events, and then of the users who have any such event.
 */
final class DescribedUsers {
  private final EventSource source;
  private final DimensionFilter filter;
  private final DimensionFilters filters;
  private final Instant now;
  private final FieldFinder fields;
  private final TableName start;
  private final boolean ofIdentities;

  DescribedUsers(EventData data, Audience.Described described, Instant now) {
    this.source = data.source();
    this.filter = described.filter();
    this.filters = new DimensionFilters(described.zone());
    this.now = now;
    this.fields = new FieldFinder(data.catalog(), data.models());
    Optional<TableName> identities =
        source
            .identitiesTable(data.catalog())
            .filter(table -> fields.reaches(table, filter.dimension().table()));
    this.ofIdentities = identities.isPresent();
    this.start = identities.orElseGet(() -> source.eventsTable(data.catalog()));
  }

  /** The models it uses, once selected. */
  Set<VersionedModel> models() {
    return fields.used();
  }

  /** Whether those selected are meant; otherwise everybody else. */
  boolean including() {
    return !(ofIdentities && filter.operator() == FilterOperator.IS_NULL);
  }

  /**
   * Their {@code user_id}.
   *
   * @throws DefinitionException with every fault
   */
  Select select() {
    Reference reference = filter.dimension();
    Optional<Dimension> dimension = fields.dimension(reference);
    Optional<JoinPath> path =
        dimension.isPresent() ? fields.path(start, reference) : Optional.empty();
    // who is not identified has nothing there, and is not among the identities
    DimensionFilter looked =
        including()
            ? filter
            : new DimensionFilter(reference, FilterOperator.IS_NOT_NULL, List.of());
    dimension
        .flatMap(found -> filters.fault(looked, found))
        .ifPresent(
            fault -> fields.fault(reference.path().replaceFirst("\\.dimension_ref$", ""), fault));
    fields.finish();
    JoinedRows rows = new JoinedRows(start);
    Expr value = rows.value(path.orElseThrow(), dimension.orElseThrow().value());
    List<Expr> conditions = new ArrayList<>();
    conditions.add(filters.condition(looked, dimension.get(), value));
    Expr userId;
    if (ofIdentities) {
      userId = source.identityId(start.table());
    } else {
      userId = source.userId(start.table());
      conditions.add(
          new Expr.Compare(Comparison.LESS, source.timestamp(start.table()), new Expr.Moment(now)));
      if (source.mayBeNobody()) {
        conditions.add(new Expr.Not(new Expr.IsNull(userId)));
      }
    }
    return Select.of(List.of(new Select.Output("user_id", userId)), rows.source())
        .where(conditions)
        .groupedBy(1);
  }
}
