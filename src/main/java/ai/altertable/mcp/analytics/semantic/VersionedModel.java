package ai.altertable.mcp.analytics.semantic;

import static java.util.Objects.requireNonNull;

/**
 * A model as it is saved.
 *
 * @param slug {@code MDL-1}
 * @param version from 1
 */
public record VersionedModel(String slug, int version, SemanticModel model) {
  public VersionedModel {
    requireNonNull(slug, "slug is null");
    requireNonNull(model, "model is null");
  }
}
