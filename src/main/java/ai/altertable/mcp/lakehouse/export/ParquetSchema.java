package ai.altertable.mcp.lakehouse.export;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;

/** The columns as Parquet's footer names them. */
final class ParquetSchema {
  private final List<SchemaElement> elements = new ArrayList<>();

  ParquetSchema(List<String> names, List<ParquetColumn> columns) {
    SchemaElement root = new SchemaElement("rows");
    root.setNum_children(columns.size());
    elements.add(root);
    for (int i = 0; i < columns.size(); i++) {
      elements.add(element(names.get(i), columns.get(i).type()));
    }
  }

  List<SchemaElement> elements() {
    return elements;
  }

  static Type physical(ParquetType type) {
    return switch (type) {
      case BOOLEAN -> Type.BOOLEAN;
      case INTEGER, TIMESTAMP, LOCAL_TIMESTAMP -> Type.INT64;
      case FLOATING -> Type.DOUBLE;
      case DATE -> Type.INT32;
      case TEXT -> Type.BYTE_ARRAY;
    };
  }

  private static SchemaElement element(String name, ParquetType type) {
    SchemaElement element = new SchemaElement(name);
    element.setType(physical(type));
    element.setRepetition_type(FieldRepetitionType.OPTIONAL);
    switch (type) {
      case TEXT -> describe(element, ConvertedType.UTF8, LogicalType.STRING(new StringType()));
      case DATE -> describe(element, ConvertedType.DATE, LogicalType.DATE(new DateType()));
      case TIMESTAMP ->
          describe(element, ConvertedType.TIMESTAMP_MICROS, LogicalType.TIMESTAMP(micros(true)));
      // the older annotation means UTC
      case LOCAL_TIMESTAMP -> element.setLogicalType(LogicalType.TIMESTAMP(micros(false)));
      case BOOLEAN, INTEGER, FLOATING -> {
        // their physical types say all
      }
    }
    return element;
  }

  private static void describe(SchemaElement element, ConvertedType older, LogicalType type) {
    element.setConverted_type(older);
    element.setLogicalType(type);
  }

  private static TimestampType micros(boolean utc) {
    return new TimestampType(utc, TimeUnit.MICROS(new MicroSeconds()));
  }
}
