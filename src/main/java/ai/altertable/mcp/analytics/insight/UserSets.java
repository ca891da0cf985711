package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.semantic.VersionedModel;
import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.analytics.sql.Select;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is meant: turns conditions on users into conditions on a user id. What they look up becomes
 * common table expressions of their own; a segment's once, however often it is named.
 */
final class UserSets {
  static final String USER = "user_id";
  private static final Instant EVER = Instant.EPOCH;

  private final EventData data;
  private final Instant now;
  private final List<Query.Common> common;
  private final Map<String, List<Condition>> segments = new HashMap<>();
  private final Map<String, UserSegment> named = new LinkedHashMap<>();
  private final Set<VersionedModel> models = new LinkedHashSet<>();
  private int sets;

  /**
   * @param now what happens later is not known yet
   * @param common where common table expressions are added
   */
  UserSets(EventData data, Instant now, List<Query.Common> common) {
    this.data = data;
    this.now = now;
    this.common = common;
  }

  /** A condition on a user, compiled. */
  interface Condition {
    Expr on(Lookup lookup);

    /** To stand in a WHERE. */
    default Expr on(Expr userId) {
      return on(table -> new Expr.Exists(table, USER, userId));
    }
  }

  /** How to tell whether a user is in a common table expression of users. */
  interface Lookup {
    Expr isIn(String table);
  }

  /** Users that are, or are not, in a common table expression. */
  private record Members(String table, boolean including) implements Condition {
    @Override
    public Expr on(Lookup lookup) {
      Expr isThere = lookup.isIn(table);
      return including ? isThere : new Expr.Not(isThere);
    }
  }

  /** The events of a selector within a time. */
  List<Expr> events(EventSelector selector, TimeFrame.Range range) {
    return withSegments(data.source().conditions(selector, range), selector);
  }

  /** The events of a selector within a time, without those of nobody. */
  List<Expr> eventsOfUsers(EventSelector selector, TimeFrame.Range range) {
    return withSegments(data.source().conditionsOnUsers(selector, range), selector);
  }

  /** Looks up whoever meets a condition. */
  Condition compile(Audience.Condition condition) {
    return condition instanceof Audience.InSegment in ? segment(in.use()) : members(condition);
  }

  /** What it compiled to. */
  EventQuery query(Query query) {
    return new EventQuery(query, List.copyOf(models), List.copyOf(named.values()));
  }

  private List<Expr> withSegments(List<Expr> conditions, EventSelector selector) {
    selector.segments().forEach(use -> conditions.add(segment(use).on(data.source().userId())));
    return conditions;
  }

  private Condition segment(SegmentUse use) {
    UserSegment segment = data.segment(use);
    List<Condition> members = segments.get(use.slug());
    if (members == null) {
      members = segment.conditions().stream().map(this::compile).toList();
      segments.put(use.slug(), members);
      named.put(use.slug(), segment);
    }
    List<Condition> conditions = members;
    return lookup -> {
      Expr all = new Expr.And(conditions.stream().map(each -> each.on(lookup)).toList());
      return use.including() ? all : new Expr.Not(all);
    };
  }

  private Condition members(Audience.Condition condition) {
    if (condition instanceof Audience.Performed performed) {
      return new Members(add(performers(performed)), performed.including());
    }
    if (condition instanceof Audience.Described described) {
      DescribedUsers users = new DescribedUsers(data, described, now);
      Select select = users.select();
      models.addAll(users.models());
      return new Members(add(select), users.including());
    }
    Filter filter = ((Audience.Trait) condition).filter();
    // who is not identified has no trait, and is not among the identities
    boolean none = filter.operator() == FilterOperator.IS_NULL;
    Filter looked =
        none ? new Filter(filter.field(), FilterOperator.IS_NOT_NULL, List.of()) : filter;
    return new Members(add(data.source().usersWhere(looked)), !none);
  }

  private Select performers(Audience.Performed performed) {
    TimeFrame.Range range =
        performed
            .period()
            .map(period -> period.resolve(now, performed.zone()).until(now))
            .orElse(new TimeFrame.Range(EVER, now));
    return Select.of(
            List.of(new Select.Output(USER, data.source().userId())),
            data.source().rows(performed.event().needsTraits()))
        .where(eventsOfUsers(performed.event(), range))
        .groupedBy(1);
  }

  private String add(Select users) {
    String name = "users_" + ++sets;
    common.add(new Query.Common(name, users));
    return name;
  }
}
