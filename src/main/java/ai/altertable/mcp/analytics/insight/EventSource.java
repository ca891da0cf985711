package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.DefinitionFault;
import ai.altertable.mcp.analytics.semantic.SemanticModel.TableName;
import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import ai.altertable.mcp.analytics.sql.Select;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.TableInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where a catalog keeps its events: {@code product_analytics.events}, or its only table {@code
 * events}; and beside it the {@code identities} with their traits, if there are any.
 */
public final class EventSource {
  static final String EVENTS = "e";
  private static final String USERS = "u";
  private static final String SCHEMA = "product_analytics";
  private static final String IDENTITY = "identity_uuid";
  private static final List<String> REQUIRED = List.of("timestamp", "event", "properties");

  /** The resolved identity, or the best id there is before a visitor is identified. */
  private static final List<String> USER_IDS =
      List.of(IDENTITY, "distinct_id", "anonymous_id", "device_id");

  private final TableInfo events;
  private final Optional<TableInfo> identities;
  private final List<Column> userIds;

  private EventSource(TableInfo events, Optional<TableInfo> identities, List<Column> userIds) {
    this.events = events;
    this.identities = identities;
    this.userIds = userIds;
  }

  /**
   * Finds the events among the tables of a catalog.
   *
   * @throws DefinitionException when there are none
   */
  public static EventSource of(List<TableInfo> tables) {
    TableInfo events =
        find(tables, "events").orElseThrow(() -> fault("there is no table " + SCHEMA + ".events"));
    Map<String, Column> columns =
        events.columns().stream()
            .collect(Collectors.toMap(Column::name, Function.identity(), (one, other) -> one));
    for (String name : REQUIRED) {
      if (!columns.containsKey(name)) {
        throw fault("its table of events has no column " + name);
      }
    }
    List<Column> userIds = new ArrayList<>();
    for (String name : USER_IDS) {
      Column column = columns.get(name);
      if (column != null) {
        userIds.add(column);
        if (!column.nullable()) {
          break;
        }
      }
    }
    if (userIds.isEmpty()) {
      throw fault("its table of events has none of the columns " + String.join(", ", USER_IDS));
    }
    return new EventSource(
        events,
        find(tables, "identities").filter(found -> found.schema().equals(events.schema())),
        List.copyOf(userIds));
  }

  private static Optional<TableInfo> find(List<TableInfo> tables, String name) {
    List<TableInfo> named = tables.stream().filter(table -> table.name().equals(name)).toList();
    return named.stream()
        .filter(table -> table.schema().equals(SCHEMA))
        .findFirst()
        .or(() -> named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty());
  }

  private static DefinitionException fault(String what) {
    return new DefinitionException(
        List.of(new DefinitionFault("$", "asks for events, but the catalog has none: " + what)));
  }

  Expr timestamp() {
    return timestamp(EVENTS);
  }

  /**
   * @param source the name under which events are read
   */
  Expr timestamp(String source) {
    return new Expr.Column(source, "timestamp");
  }

  /** Who did it; may be NULL. A text when it can come from more than one column. */
  Expr userId() {
    return userId(EVENTS);
  }

  /**
   * @param source the name under which events are read
   */
  Expr userId(String source) {
    List<Expr> values = userIds.stream().map(column -> userId(column, source)).toList();
    return values.size() == 1 ? values.get(0) : new Expr.Coalesce(values);
  }

  /**
   * The user id that an identity's events have.
   *
   * @param source the name under which identities are read
   */
  Expr identityId(String source) {
    return userIds.size() == 1 ? identityKey(source, "uuid") : asText(source, "uuid");
  }

  TableName eventsTable(String catalog) {
    return new TableName(catalog, events.schema(), events.name());
  }

  /** Empty when events do not say of which identity they are, or there are none. */
  Optional<TableName> identitiesTable(String catalog) {
    return identities
        .filter(table -> userIds.get(0).name().equals(IDENTITY))
        .map(table -> new TableName(catalog, table.schema(), table.name()));
  }

  /** Whether {@link #userId} can be NULL. */
  boolean mayBeNobody() {
    return userIds.get(userIds.size() - 1).nullable();
  }

  /** A property of the event, or a trait of its user, as text. */
  Expr text(Field field) {
    return new Expr.Property(holder(field), field.name());
  }

  /** Whether the event has that name. */
  Expr isNamed(String event) {
    return new Expr.Compare(Comparison.EQUAL, name(), new Expr.Text(event));
  }

  private static Expr name() {
    return new Expr.Column(EVENTS, "event");
  }

  Expr number(String property) {
    return new Expr.NumericProperty(new Expr.Column(EVENTS, "properties"), property);
  }

  Expr condition(Filter filter) {
    return FilterCompiler.ofProperty(holder(filter.field()), filter.field().name())
        .compile(filter.operator(), filter.values());
  }

  /** The events of a selector within a time: name, time and filters. */
  List<Expr> conditions(EventSelector selector, TimeFrame.Range range) {
    List<Expr> conditions = conditions(isNamed(selector.event()), range);
    selector.filters().forEach(filter -> conditions.add(condition(filter)));
    return conditions;
  }

  private List<Expr> conditions(Expr named, TimeFrame.Range range) {
    List<Expr> conditions = new ArrayList<>();
    conditions.add(named);
    conditions.add(
        new Expr.Compare(Comparison.GREATER_OR_EQUAL, timestamp(), new Expr.Moment(range.from())));
    conditions.add(new Expr.Compare(Comparison.LESS, timestamp(), new Expr.Moment(range.to())));
    return conditions;
  }

  /** Leaves out events of nobody. */
  List<Expr> conditionsOnUsers(EventSelector selector, TimeFrame.Range range) {
    return ofSomebody(conditions(selector, range));
  }

  /** The events of these names within a time, without those of nobody. */
  List<Expr> conditionsOnUsers(List<String> events, TimeFrame.Range range) {
    List<Expr> names = events.stream().<Expr>map(Expr.Text::new).toList();
    return ofSomebody(conditions(new Expr.OneOf(name(), names), range));
  }

  private List<Expr> ofSomebody(List<Expr> conditions) {
    if (mayBeNobody()) {
      conditions.add(new Expr.Not(new Expr.IsNull(userId())));
    }
    return conditions;
  }

  /**
   * @param withTraits whether each event's user is looked up
   */
  Select.Source rows(boolean withTraits) {
    Select.Source table = new Select.Table(events.schema(), events.name(), EVENTS);
    if (!withTraits) {
      return table;
    }
    Expr sameUser =
        new Expr.Compare(
            Comparison.EQUAL, identityKey(USERS, "uuid"), identityKey(EVENTS, IDENTITY));
    return new Select.LeftJoin(table, identities(USERS), sameUser);
  }

  /** The user ids of the identities where a condition on a trait holds. */
  Select usersWhere(Filter trait) {
    return Select.of(List.of(new Select.Output("user_id", identityId(USERS))), identities(USERS))
        .where(List.of(condition(trait)));
  }

  private Select.Source identities(String as) {
    TableInfo table = identities.orElseThrow(() -> fault("it keeps no traits of users"));
    boolean linked = userIds.get(0).name().equals(IDENTITY);
    if (!linked) {
      throw fault("its events do not say of which identity they are");
    }
    return new Select.Table(table.schema(), table.name(), as);
  }

  /** Both sides as they are when they are of one type, else as texts. */
  private Expr identityKey(String source, String column) {
    String here = type(events, IDENTITY);
    String there = identities.map(table -> type(table, "uuid")).orElse("");
    return here.equals(there) ? new Expr.Column(source, column) : asText(source, column);
  }

  private static String type(TableInfo table, String column) {
    return table.columns().stream()
        .filter(each -> each.name().equals(column))
        .map(Column::type)
        .findFirst()
        .orElse("");
  }

  private Expr userId(Column column, String source) {
    return userIds.size() == 1 || isText(column)
        ? new Expr.Column(source, column.name())
        : asText(source, column.name());
  }

  private static Expr asText(String source, String column) {
    return new Expr.AsText(new Expr.Column(source, column));
  }

  private static boolean isText(Column column) {
    String type = column.type().toLowerCase(Locale.ROOT);
    return type.equals("text") || type.startsWith("varchar") || type.equals("character varying");
  }

  private static Expr holder(Field field) {
    return field.trait() ? new Expr.Column(USERS, "traits") : new Expr.Column(EVENTS, "properties");
  }
}
