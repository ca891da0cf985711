package ai.altertable.mcp.analytics.insight;

import java.util.List;

/**
 * A condition on a field.
 *
 * @param values as many and of the types that the operator takes: String, Boolean or Number; two
 *     for between
 */
public record Filter(Field field, FilterOperator operator, List<Object> values) {
  public Filter {
    values = List.copyOf(values);
  }
}
