package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import ai.altertable.mcp.analytics.sql.Interval;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.analytics.sql.Select;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compiles a retention to a query with the columns {@code cohort_start}, {@code segment} (when
 * there are audiences), {@code period} (from 0), {@code users} (of the cohort), {@code returned},
 * {@code rate}, {@code partial}. Periods that have not begun for a cohort have no row; {@code
 * partial} marks those that are not over for everybody in it.
 */
public final class RetentionCompiler {
  private static final String COHORTS = "cohorts";
  private static final String RETURNS = "returns";
  private static final String PERIODS = "periods";
  private static final String USER = "user_id";
  private static final String COHORT = "cohort_start";
  private static final String PERIOD = "period";
  private static final long DAY = Duration.ofDays(1).toSeconds();

  private final Retention retention;
  private final EventSource source;
  private final Instant now;
  private final TimeFrame.Range range;
  private final List<Query.Common> common = new ArrayList<>();
  private final UserSets users;
  private final List<AudienceCompiler.Members> members;

  private RetentionCompiler(Retention retention, EventData data, Instant now) {
    this.retention = retention;
    this.source = data.source();
    this.now = now;
    this.range = retention.scope().frame().resolve(now, retention.scope().zone()).until(now);
    this.users = new UserSets(data, now, common);
    this.members = AudienceCompiler.members(retention.scope(), users);
  }

  /**
   * @param data where events are
   * @param now where relative time frames end, and how far returns are followed
   */
  public static EventQuery compile(Retention retention, EventData data, Instant now) {
    RetentionCompiler compiler = new RetentionCompiler(retention, data, now);
    compiler.addPeriods();
    compiler.addCohorts();
    compiler.addReturns();
    List<Select> selects = new ArrayList<>();
    for (int i = 0; i < compiler.members.size(); i++) {
      selects.add(compiler.grid("_" + (i + 1), compiler.members.get(i)));
    }
    return compiler.users.query(
        new Query(compiler.common, selects, 2 + compiler.members.get(0).label().size()));
  }

  private void addPeriods() {
    common.add(
        new Query.Common(
            PERIODS,
            IntStream.rangeClosed(0, retention.periods())
                .mapToObj(i -> Select.row(List.of(new Select.Output(PERIOD, new Expr.Whole(i)))))
                .toList()));
  }

  private void addCohorts() {
    Select starts =
        Select.of(
                List.of(
                    new Select.Output(USER, source.userId()),
                    new Select.Output("started_at", new Expr.Min(source.timestamp()))),
                source.rows(retention.starting().needsTraits()))
            .where(users.eventsOfUsers(retention.starting(), range))
            .groupedBy(1);
    common.add(new Query.Common("starts", starts));
    Expr started = new Expr.Column("starts", "started_at");
    common.add(
        new Query.Common(
            COHORTS,
            Select.of(
                List.of(
                    new Select.Output(USER, new Expr.Column("starts", USER)),
                    new Select.Output("started_at", started),
                    new Select.Output(
                        COHORT,
                        new Expr.Bucket(retention.interval(), retention.scope().zone(), started))),
                new Select.Common("starts"))));
  }

  /** The periods in which a user returned, once each; or the furthest one. */
  private void addReturns() {
    Expr started = new Expr.Column(COHORTS, "started_at");
    Expr sameUserLater =
        new Expr.And(
            List.of(
                new Expr.Compare(Comparison.EQUAL, source.userId(), new Expr.Column(COHORTS, USER)),
                new Expr.Compare(Comparison.GREATER, source.timestamp(), started)));
    TimeFrame.Range followed = new TimeFrame.Range(range.from(), horizon());
    Expr period =
        retention.measure().windows()
            ? new Expr.Spans(
                DAY * (retention.interval() == Interval.WEEK ? 7 : 1), started, source.timestamp())
            : new Expr.Boundaries(
                retention.interval(), retention.scope().zone(), started, source.timestamp());
    boolean furthest = retention.measure().orAfter();
    Select returns =
        Select.of(
                List.of(
                    new Select.Output(USER, new Expr.Column(COHORTS, USER)),
                    new Select.Output(COHORT, new Expr.Column(COHORTS, COHORT)),
                    new Select.Output(PERIOD, furthest ? new Expr.Max(period) : period)),
                new Select.InnerJoin(
                    source.rows(retention.returning().needsTraits()),
                    new Select.Common(COHORTS),
                    sameUserLater))
            .where(users.events(retention.returning(), followed))
            .groupedBy(furthest ? 2 : 3);
    common.add(new Query.Common(RETURNS, returns));
  }

  /** Later returns cannot change the result. */
  private Instant horizon() {
    if (retention.measure().orAfter()) {
      return now;
    }
    long longest = retention.interval() == Interval.MONTH ? 31 : 7;
    Instant end = range.to().plus(Duration.ofDays(longest * (retention.periods() + 2L)));
    return end.isBefore(now) ? end : now;
  }

  private Select grid(String suffix, AudienceCompiler.Members audience) {
    String sizes = "sizes" + suffix;
    String returned = "returned" + suffix;
    common.add(new Query.Common(sizes, sizes(audience)));
    common.add(new Query.Common(returned, returned(audience)));
    Expr cohort = new Expr.Column(sizes, COHORT);
    Expr period = new Expr.Column(PERIODS, PERIOD);
    Expr users = new Expr.Column(sizes, "users");
    Expr back =
        new Expr.Coalesce(List.of(new Expr.Column(returned, "returned"), new Expr.Whole(0)));
    // a window of the last who started ends one interval later than the cohort's
    int over = retention.measure().windows() ? 2 : 1;
    Expr end = plus(cohort, new Expr.Plus(List.of(period, new Expr.Whole(over))));
    List<Select.Output> outputs = new ArrayList<>();
    outputs.add(new Select.Output(COHORT, cohort));
    outputs.addAll(audience.label());
    outputs.add(new Select.Output(PERIOD, period));
    outputs.add(new Select.Output("users", users));
    outputs.add(new Select.Output("returned", back));
    outputs.add(new Select.Output("rate", new Expr.Ratio(back, users)));
    outputs.add(
        new Select.Output(
            "partial", new Expr.Compare(Comparison.GREATER, end, new Expr.Moment(now))));
    Expr begun = new Expr.Compare(Comparison.LESS, plus(cohort, period), new Expr.Moment(now));
    Select.Source cells =
        new Select.InnerJoin(new Select.Common(sizes), new Select.Common(PERIODS), begun);
    Expr same =
        new Expr.And(
            List.of(
                new Expr.Compare(Comparison.EQUAL, new Expr.Column(returned, COHORT), cohort),
                new Expr.Compare(Comparison.EQUAL, new Expr.Column(returned, PERIOD), period)));
    return Select.of(outputs, new Select.LeftJoin(cells, new Select.Common(returned), same));
  }

  private Select sizes(AudienceCompiler.Members audience) {
    return Select.of(
            List.of(
                new Select.Output(COHORT, new Expr.Column(COHORTS, COHORT)),
                new Select.Output("users", new Expr.CountRows())),
            new Select.Common(COHORTS))
        .where(audience.where(new Expr.Column(COHORTS, USER)))
        .groupedBy(1);
  }

  private Select returned(AudienceCompiler.Members audience) {
    Expr furthest = new Expr.Column(RETURNS, PERIOD);
    Expr period = new Expr.Column(PERIODS, PERIOD);
    boolean orAfter = retention.measure().orAfter();
    return Select.of(
            List.of(
                new Select.Output(COHORT, new Expr.Column(RETURNS, COHORT)),
                new Select.Output(PERIOD, period),
                new Select.Output("returned", new Expr.CountRows())),
            new Select.InnerJoin(
                new Select.Common(RETURNS),
                new Select.Common(PERIODS),
                new Expr.Compare(
                    orAfter ? Comparison.GREATER_OR_EQUAL : Comparison.EQUAL, furthest, period)))
        .where(audience.where(new Expr.Column(RETURNS, USER)))
        .groupedBy(2);
  }

  private Expr plus(Expr cohort, Expr count) {
    return new Expr.PlusIntervals(retention.interval(), retention.scope().zone(), cohort, count);
  }
}
