package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.lakehouse.CatalogInfo;
import ai.altertable.mcp.tools.Schema;

/** The argument {@code catalog} of tools that take a statement. */
final class CatalogArgument {
  static final Schema SCHEMA =
      Schema.text()
          .length(1, 63)
          .otherwise(CatalogInfo.LAKEHOUSE)
          .describe("Catalog of list_connections");

  private CatalogArgument() {}
}
