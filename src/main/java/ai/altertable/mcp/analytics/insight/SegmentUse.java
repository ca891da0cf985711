package ai.altertable.mcp.analytics.insight;

/**
 * Where a definition names a saved segment.
 *
 * @param path of it, for faults
 * @param slug {@code SGM-1}
 * @param including whether its members are meant, or everybody else
 */
public record SegmentUse(String path, String slug, boolean including) {}
