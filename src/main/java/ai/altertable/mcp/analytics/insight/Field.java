package ai.altertable.mcp.analytics.insight;

/**
 * A property of an event, or a trait of its user.
 *
 * @param trait true for a trait
 */
public record Field(String name, boolean trait) {}
