package ai.altertable.mcp.bench;

/** An operation, measured on both servers. */
record Result(Operation operation, Sample bare, Sample product) {
  /** Requests per second, product to bare server. */
  double ratio() {
    return product.perSecond() / bare.perSecond();
  }

  boolean met() {
    return ratio() >= operation.mark();
  }
}
