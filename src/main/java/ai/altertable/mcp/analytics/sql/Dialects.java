package ai.altertable.mcp.analytics.sql;

/** The dialects by the engines' names, see {@code lakehouse.CatalogInfo}. */
public final class Dialects {
  private static final Dialect POSTGRES = new PostgresDialect();
  private static final Dialect DUCKDB = new DuckDbDialect();
  private static final Dialect TRINO = new TrinoDialect();

  private Dialects() {}

  /**
   * @param engine {@code postgres}, {@code duckdb} or {@code trino}
   */
  public static Dialect of(String engine) {
    return switch (engine) {
      case "postgres" -> POSTGRES;
      case "duckdb" -> DUCKDB;
      case "trino" -> TRINO;
      default -> throw new IllegalArgumentException("no SQL dialect for engine " + engine);
    };
  }
}
