package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;

/** Tells faults without the server's paths, and names the connection whose files are at fault. */
final class FileFaults {
  private final String catalog;
  private final String folder;
  private final Runnable changed;

  /**
   * @param folder of the connection's files, as DuckDB was told of it, with a slash at its end
   * @param changed runs when files cannot be read that could be before
   */
  FileFaults(String catalog, String folder, Runnable changed) {
    this.catalog = catalog;
    this.folder = folder;
    this.changed = changed;
  }

  /** The same fault for its author. */
  QueryFault tell(QueryFault fault) {
    String message = fault.getMessage().replace(folder, "");
    // a file that is gone is looked for as a pattern, which is not allowed: nobody writes its path
    boolean files = fault.kind() == Kind.UNAVAILABLE || mentionsFolder(fault);
    if (!files) {
      return new QueryFault(fault.kind(), message, fault.detail());
    }
    changed.run();
    return new QueryFault(
        Kind.UNAVAILABLE,
        "The files of connection " + catalog + " cannot be read as they were: " + message,
        Detail.hint(
            "They have changed, or are gone. get_connection shows what there is now; then try"
                + " again."));
  }

  private boolean mentionsFolder(QueryFault fault) {
    return fault.kind() == Kind.FORBIDDEN && fault.getMessage().contains(folder);
  }
}
