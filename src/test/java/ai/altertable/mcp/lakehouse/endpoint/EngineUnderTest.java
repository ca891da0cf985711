package ai.altertable.mcp.lakehouse.endpoint;

/** The engines that the endpoint answers from, by the catalogs that they have in these tests. */
enum EngineUnderTest {
  MANAGED("lakehouse"),
  POSTGRES("crm"),
  DUCKDB("files"),
  TRINO("warehouse");

  private final String catalog;

  EngineUnderTest(String catalog) {
    this.catalog = catalog;
  }

  String catalog() {
    return catalog;
  }

  /** One of three texts, by whose SQL it is. */
  String choose(String postgres, String duckDb, String trino) {
    return switch (this) {
      case MANAGED, POSTGRES -> postgres;
      case DUCKDB -> duckDb;
      case TRINO -> trino;
    };
  }
}
