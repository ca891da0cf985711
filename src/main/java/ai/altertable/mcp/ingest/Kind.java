package ai.altertable.mcp.ingest;

/** What a path takes. */
enum Kind {
  TRACK("/track", "insert-failed"),
  IDENTIFY("/identify", "identify-failed"),
  ALIAS("/alias", "alias-failed");

  private final String path;
  private final String failure;

  Kind(String path, String failure) {
    this.path = path;
    this.failure = failure;
  }

  String path() {
    return path;
  }

  /** Code of what the database would not take. */
  String failure() {
    return failure;
  }
}
