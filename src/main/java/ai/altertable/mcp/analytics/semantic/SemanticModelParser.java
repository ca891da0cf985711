package ai.altertable.mcp.analytics.semantic;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.DefinitionReader;
import ai.altertable.mcp.analytics.semantic.SemanticModel.Dimension;
import ai.altertable.mcp.analytics.semantic.SemanticModel.DimensionType;
import ai.altertable.mcp.analytics.semantic.SemanticModel.Endorsement;
import ai.altertable.mcp.analytics.semantic.SemanticModel.Measure;
import ai.altertable.mcp.analytics.semantic.SemanticModel.MeasureType;
import ai.altertable.mcp.analytics.semantic.SemanticModel.NamedFilter;
import ai.altertable.mcp.analytics.semantic.SemanticModel.Relation;
import ai.altertable.mcp.analytics.semantic.SemanticModel.TableName;
import ai.altertable.mcp.analytics.semantic.SemanticModel.Timestamp;
import ai.altertable.mcp.analytics.sql.SqlFragment;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a semantic model from its JSON form, which has the shape of the YAML that people write. */
public final class SemanticModelParser {
  private static final int MAX_FIELDS = 500;
  private static final int MAX_NAME = 63;
  private static final Pattern FORMAT = Pattern.compile("currency:[A-Z]{3}|percent|number");

  /** Stands in for SQL that has a fault. */
  private static final SqlFragment NOTHING = new SqlFragment("NULL");

  private final Set<String> names = new HashSet<>();

  private SemanticModelParser() {}

  /**
   * @throws DefinitionException with every fault
   */
  public static SemanticModel parse(JsonObject definition) {
    DefinitionReader reader = DefinitionReader.of("$", definition);
    SemanticModel model = new SemanticModelParser().read(reader);
    reader.refuseUnknown();
    reader.finish();
    return model;
  }

  private SemanticModel read(DefinitionReader reader) {
    return new SemanticModel(
        tableName(reader),
        reader.optionalText("description").orElse(""),
        reader.choice("endorsement", Endorsement.class, Endorsement.DRAFT),
        reader.objects("dimensions", 0, MAX_FIELDS).stream().map(this::dimension).toList(),
        reader.objects("measures", 0, MAX_FIELDS).stream().map(this::measure).toList(),
        timestamps(reader),
        reader.objects("filters", 0, MAX_FIELDS).stream().map(this::filter).toList(),
        reader.objects("relations", 0, MAX_FIELDS).stream().map(this::relation).toList());
  }

  private Dimension dimension(DefinitionReader reader) {
    String name = name(reader);
    DimensionType type = reader.choice("type", DimensionType.class, DimensionType.STRING);
    if (reader.has("column") && reader.has("sql")) {
      reader.fault("sql", "cannot stand beside column: give one or the other");
    }
    Optional<SqlFragment> sql = fragment(reader, "sql");
    String column = reader.optionalText("column").orElse(name);
    Optional<String> description = reader.optionalText("description");
    reader.refuseUnknown();
    ModelValue value =
        sql.<ModelValue>map(ModelValue.WrittenValue::new)
            .orElse(new ModelValue.ColumnValue(column));
    return new Dimension(name, type, value, description);
  }

  private Measure measure(DefinitionReader reader) {
    String name = name(reader);
    MeasureType type = reader.choice("type", MeasureType.class, MeasureType.COUNT);
    if (!reader.has("sql") && type != MeasureType.COUNT) {
      reader.fault("sql", "is required for this type");
    }
    Optional<SqlFragment> sql = fragment(reader, "sql");
    Optional<String> format = reader.optionalText("format");
    if (format.isPresent() && !FORMAT.matcher(format.get()).matches()) {
      reader.fault("format", "must be currency:EUR (or another ISO 4217 code), percent or number");
    }
    Optional<String> description = reader.optionalText("description");
    reader.refuseUnknown();
    return new Measure(name, type, sql, format, description);
  }

  private List<Timestamp> timestamps(DefinitionReader reader) {
    List<Timestamp> timestamps =
        reader.objects("timestamps", 0, MAX_FIELDS).stream().map(this::timestamp).toList();
    if (timestamps.stream().filter(Timestamp::standard).count() > 1) {
      reader.fault("timestamps", "must have at most one with default: true");
    }
    return timestamps;
  }

  private Timestamp timestamp(DefinitionReader reader) {
    String name = name(reader);
    String column = reader.optionalText("column").orElse(name);
    boolean standard = reader.flag("default", false);
    reader.refuseUnknown();
    return new Timestamp(name, column, standard);
  }

  private NamedFilter filter(DefinitionReader reader) {
    String name = name(reader);
    if (!reader.has("sql")) {
      reader.fault("sql", "is required");
    }
    Optional<SqlFragment> sql = fragment(reader, "sql");
    reader.refuseUnknown();
    return new NamedFilter(name, sql.orElse(NOTHING));
  }

  private Relation relation(DefinitionReader reader) {
    Optional<DefinitionReader> to = reader.object("to");
    if (to.isEmpty()) {
      reader.fault("to", "is required: {catalog, schema, table}");
    }
    TableName table = to.map(SemanticModelParser::tableName).orElse(new TableName("", "", ""));
    to.ifPresent(DefinitionReader::refuseUnknown);
    String foreignKey = reader.text("foreign_key", MAX_NAME);
    String key = reader.optionalText("key").orElse("id");
    reader.refuseUnknown();
    return new Relation(table, foreignKey, key);
  }

  private static TableName tableName(DefinitionReader reader) {
    return new TableName(
        reader.optionalText("catalog").orElse("lakehouse"),
        reader.text("schema", MAX_NAME),
        reader.text("table", MAX_NAME));
  }

  private static Optional<SqlFragment> fragment(DefinitionReader reader, String property) {
    Optional<String> sql = reader.optionalText(property);
    Optional<String> fault = sql.flatMap(SqlFragment::fault);
    fault.ifPresent(why -> reader.fault(property, why));
    return fault.isPresent() ? Optional.of(NOTHING) : sql.map(SqlFragment::new);
  }

  /** The name of a field: required, and unique in the model. */
  private String name(DefinitionReader reader) {
    String name = reader.text("as", MAX_NAME);
    if (!name.isEmpty() && !names.add(name)) {
      reader.fault("as", "must be unique in the model; " + name + " is taken");
    }
    return name;
  }
}
