package ai.altertable.mcp.charts;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.lakehouse.Column;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an executed insight looks like. {@code webroot/charts/chart.js} draws {@link #toJson}.
 *
 * @param title of the insight
 * @param subtitle which time it is about; may be empty
 * @param notes what the reader must know to read it right: what is left out, what is not over yet
 * @param body what is drawn
 */
public record Chart(String title, String subtitle, List<String> notes, Body body) {
  public Chart {
    requireNonNull(title, "title is null");
    requireNonNull(subtitle, "subtitle is null");
    requireNonNull(body, "body is null");
    notes = List.copyOf(notes);
  }

  /** A chart that says why there is none. */
  public static Chart error(String title, String why) {
    return new Chart(title, "", List.of(), new Message(true, why));
  }

  /** {@code kind}, the frame, and what the kind needs. */
  public JsonObject toJson() {
    return body.toJson()
        .put("kind", body.kind())
        .put("title", title)
        .put("subtitle", subtitle)
        .put("notes", new JsonArray(notes));
  }

  /** What is drawn. */
  public sealed interface Body
      permits Lines, Slices, Figures, Funnels, Cohorts, Cells, Chart.Message {
    /** The name of its drawing. */
    String kind();

    /** What the drawing needs; a new object. */
    JsonObject toJson();
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static JsonArray all(List<JsonObject> items) {
    return new JsonArray(items);
  }

  /**
   * Values along an axis.
   *
   * @param stacked whether the series add up
   */
  public record Lines(Look look, XAxis x, YAxis y, List<Series> series, boolean stacked)
      implements Body {
    public Lines {
      requireNonNull(look, "look is null");
      requireNonNull(x, "x is null");
      requireNonNull(y, "y is null");
      series = List.copyOf(series);
    }

    /** How. */
    public enum Look {
      LINE,
      BAR,
      AREA
    }

    /**
     * @param name in words
     * @param labels names, or local times ({@code 2026-02-01T14:00}) when there is an interval
     * @param interval {@code day}, …; empty for names
     * @param partial indexes of the intervals that are cut off
     */
    public record XAxis(
        String name, List<String> labels, Optional<String> interval, List<Integer> partial) {
      public XAxis {
        requireNonNull(name, "name is null");
        requireNonNull(interval, "interval is null");
        labels = List.copyOf(labels);
        partial = List.copyOf(partial);
      }
    }

    /**
     * @param name in words
     */
    public record YAxis(String name, Unit unit) {}

    /**
     * @param values one for each label; null where there is none
     */
    public record Series(String name, List<Double> values) {
      public Series {
        requireNonNull(name, "name is null");
        values = new ArrayList<>(values);
      }

      double total() {
        return values.stream().filter(value -> value != null).mapToDouble(Math::abs).sum();
      }
    }

    @Override
    public String kind() {
      return name(look);
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject()
          .put(
              "x",
              new JsonObject()
                  .put("name", x.name())
                  .put("labels", new JsonArray(x.labels()))
                  .put("interval", x.interval().orElse(null))
                  .put("partial", new JsonArray(x.partial())))
          .put("y", new JsonObject().put("name", y.name()).put("unit", y.unit().toJson()))
          .put("stacked", stacked)
          .put(
              "series",
              all(
                  series.stream()
                      .map(
                          each ->
                              new JsonObject()
                                  .put("name", each.name())
                                  .put("values", new JsonArray(each.values())))
                      .toList()));
    }
  }

  /**
   * Parts side by side.
   *
   * @param pie as parts of a whole, else as bars
   * @param measure what is counted, in words
   */
  public record Slices(boolean pie, String measure, Unit unit, List<Slice> slices) implements Body {
    public Slices {
      slices = List.copyOf(slices);
    }

    /** A part. */
    public record Slice(String name, double value) {}

    @Override
    public String kind() {
      return pie ? "pie" : "bar_list";
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject()
          .put("measure", measure)
          .put("unit", unit.toJson())
          .put(
              "slices",
              all(
                  slices.stream()
                      .map(
                          each ->
                              new JsonObject().put("name", each.name()).put("value", each.value()))
                      .toList()));
    }
  }

  /** Single numbers. */
  public record Figures(List<Figure> figures) implements Body {
    public Figures {
      figures = List.copyOf(figures);
    }

    /**
     * @param value null when there is none
     * @param context of which time, or the like; may be empty
     */
    public record Figure(String name, Double value, Unit unit, String context) {}

    @Override
    public String kind() {
      return "metric";
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject()
          .put(
              "figures",
              all(
                  figures.stream()
                      .map(
                          each ->
                              new JsonObject()
                                  .put("name", each.name())
                                  .put("value", each.value())
                                  .put("unit", each.unit().toJson())
                                  .put("context", each.context()))
                      .toList()));
    }
  }

  /** Steps of funnels with the same steps. */
  public record Funnels(List<Group> groups) implements Body {
    public Funnels {
      groups = List.copyOf(groups);
    }

    /**
     * @param name of the segment or breakdown; may be empty
     */
    public record Group(String name, List<Step> steps) {
      public Group {
        steps = List.copyOf(steps);
      }
    }

    /**
     * @param conversion of the step before; null when nobody was there
     * @param overall of the first step; null when nobody was there
     * @param seconds on average since the step before; null for the first, and when nobody came
     */
    public record Step(
        String name, double users, Double conversion, Double overall, Double seconds) {}

    @Override
    public String kind() {
      return "funnel";
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject()
          .put(
              "groups",
              all(
                  groups.stream()
                      .map(
                          group ->
                              new JsonObject()
                                  .put("name", group.name())
                                  .put(
                                      "steps",
                                      all(group.steps().stream().map(Funnels::json).toList())))
                      .toList()));
    }

    private static JsonObject json(Step step) {
      return new JsonObject()
          .put("name", step.name())
          .put("users", step.users())
          .put("conversion", step.conversion())
          .put("overall", step.overall())
          .put("seconds", step.seconds());
    }
  }

  /**
   * Who comes back, cohort by cohort.
   *
   * @param interval {@code day}, {@code week} or {@code month}
   * @param periods how many columns there are
   */
  public record Cohorts(String interval, int periods, List<Cohort> cohorts) implements Body {
    public Cohorts {
      cohorts = List.copyOf(cohorts);
    }

    /**
     * @param start local time
     * @param cells by period; null where the period has not begun
     */
    public record Cohort(String start, double users, List<Cell> cells) {
      public Cohort {
        cells = new ArrayList<>(cells);
      }
    }

    /**
     * @param rate part of the cohort, 0 to 1
     * @param partial not over for everybody
     */
    public record Cell(double rate, double returned, boolean partial) {}

    @Override
    public String kind() {
      return "retention";
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject()
          .put("interval", interval)
          .put("periods", periods)
          .put("cohortName", capital(interval))
          .put("periodName", capital(interval))
          .put(
              "cohorts",
              all(
                  cohorts.stream()
                      .map(
                          each ->
                              new JsonObject()
                                  .put("start", each.start())
                                  .put("users", each.users())
                                  .put("cells", cells(each)))
                      .toList()));
    }

    private static JsonArray cells(Cohort cohort) {
      JsonArray cells = new JsonArray();
      for (Cell cell : cohort.cells()) {
        cells.add(
            cell == null
                ? null
                : new JsonObject()
                    .put("rate", cell.rate())
                    .put("returned", cell.returned())
                    .put("partial", cell.partial()));
      }
      return cells;
    }

    private static String capital(String word) {
      return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
  }

  /**
   * Rows as they are.
   *
   * @param columns in order
   * @param rows arrays in that order
   */
  public record Cells(List<Column> columns, JsonArray rows) implements Body {
    public Cells {
      columns = List.copyOf(columns);
      requireNonNull(rows, "rows is null");
    }

    @Override
    public String kind() {
      return "table";
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject()
          .put(
              "columns",
              all(
                  columns.stream()
                      .map(
                          column ->
                              new JsonObject()
                                  .put("name", column.name())
                                  .put("number", Values.isNumber(column)))
                      .toList()))
          .put("rows", rows);
    }
  }

  /**
   * Nothing to draw.
   *
   * @param error whether something is wrong, or there is just no data
   * @param text why
   */
  public record Message(boolean error, String text) implements Body {
    @Override
    public String kind() {
      return error ? "error" : "empty";
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject().put("text", text);
    }
  }
}
