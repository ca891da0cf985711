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
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a semantic model from its JSON form, which has the shape of the YAML that people write. */
public final class SemanticModelParser {
  private static final int MAX_FIELDS = 500;
  private static final int MAX_NAME = 63;
  private static final Pattern FORMAT = Pattern.compile("currency:[A-Z]{3}|percent|number");

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
        reader.objects("timestamps", 0, MAX_FIELDS).stream().map(this::timestamp).toList(),
        reader.objects("filters", 0, MAX_FIELDS).stream().map(this::filter).toList(),
        reader.objects("relations", 0, MAX_FIELDS).stream().map(this::relation).toList());
  }

  private Dimension dimension(DefinitionReader reader) {
    String name = name(reader);
    DimensionType type = reader.choice("type", DimensionType.class, DimensionType.STRING);
    if (reader.has("column") && reader.has("sql")) {
      reader.fault("sql", "cannot stand beside column: give one or the other");
    }
    String sql = reader.optionalText("column").or(() -> reader.optionalText("sql")).orElse(name);
    Optional<String> description = reader.optionalText("description");
    reader.refuseUnknown();
    return new Dimension(name, type, sql, description);
  }

  private Measure measure(DefinitionReader reader) {
    String name = name(reader);
    MeasureType type = reader.choice("type", MeasureType.class, MeasureType.COUNT);
    Optional<String> sql = reader.optionalText("sql");
    if (sql.isEmpty() && type != MeasureType.COUNT) {
      reader.fault("sql", "is required for this type");
    }
    Optional<String> format = reader.optionalText("format");
    if (format.isPresent() && !FORMAT.matcher(format.get()).matches()) {
      reader.fault("format", "must be currency:EUR (or another ISO 4217 code), percent or number");
    }
    Optional<String> description = reader.optionalText("description");
    reader.refuseUnknown();
    return new Measure(name, type, sql, format, description);
  }

  private Timestamp timestamp(DefinitionReader reader) {
    String name = name(reader);
    String column = reader.optionalText("column").orElse(name);
    boolean standard = reader.flag("default", false);
    reader.refuseUnknown();
    return new Timestamp(name, column, standard);
  }

  private NamedFilter filter(DefinitionReader reader) {
    NamedFilter filter = new NamedFilter(name(reader), reader.text("sql"));
    reader.refuseUnknown();
    return filter;
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

  /** The name of a field: required, and unique in the model. */
  private String name(DefinitionReader reader) {
    String name = reader.text("as", MAX_NAME);
    if (!name.isEmpty() && !names.add(name)) {
      reader.fault("as", "must be unique in the model; " + name + " is taken");
    }
    return name;
  }
}
