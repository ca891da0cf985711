package ai.altertable.mcp.lakehouse;

/**
 * A catalog of an environment: its own lakehouse, or an external connection.
 *
 * @param catalog its name in tool arguments
 * @param name for people
 * @param engine {@code postgres}, {@code duckdb} or {@code trino}
 * @param dialect what SQL it speaks, for people and models: {@code PostgreSQL 18}
 * @param readOnly whether statements can only read; queries always can only read
 * @param managed true for the environment's own lakehouse
 * @param description for people, may be empty
 */
public record CatalogInfo(
    String catalog,
    String name,
    String engine,
    String dialect,
    boolean readOnly,
    boolean managed,
    String description) {
  /** The catalog that every environment has. */
  public static final String LAKEHOUSE = "lakehouse";
}
