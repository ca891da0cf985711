package ai.altertable.mcp.lakehouse;

/**
 * A column of a table or of a result.
 *
 * @param name as the engine gives it; a result may repeat names
 * @param type the engine's own name of the type: {@code timestamp with time zone}
 * @param nullable false only when known
 * @param comment the database's comment, or empty
 */
public record Column(String name, String type, boolean nullable, String comment) {}
