package ai.altertable.mcp.assets;

/**
 * A page of a list.
 *
 * @param limit most items, ≥ 1
 * @param after position of the last item of the page before, or null for the first page
 */
public record PageRequest(int limit, Long after) {
  public PageRequest {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is not positive");
    }
  }
}
