package ai.altertable.mcp.analytics.insight;

/**
 * Splits a result by the values of a field.
 *
 * @param limit the most frequent values that are kept
 * @param includeOther whether the rest counts as one value, or not at all
 */
public record Breakdown(Field field, int limit, boolean includeOther) {}
