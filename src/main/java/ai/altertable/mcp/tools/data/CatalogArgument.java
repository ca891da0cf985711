package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.lakehouse.CatalogInfo;
import ai.altertable.mcp.tools.Schema;

/** The argument {@code catalog}. */
final class CatalogArgument {
  static final Schema SCHEMA =
      Schema.text()
          .length(1, 63)
          .otherwise(CatalogInfo.LAKEHOUSE)
          .describe("Catalog of list_connections");

  /**
   * The same for tools that take a statement, which an engine then runs: a gateway can count,
   * throttle or route by it without reading the body. Clients that cannot send such headers, those
   * in browsers, name the catalog in the statement instead; where they could not, it is not asked.
   */
  static final Schema OF_STATEMENT = SCHEMA.mirroredAs("Catalog");

  private CatalogArgument() {}
}
