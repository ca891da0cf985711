package ai.altertable.mcp.tools.insights;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.assets.Insight;
import java.util.Optional;

/**
 * The insight that a call wants run.
 *
 * @param saved empty when only its definition is given
 * @param given its definition, with the time that the call asks for
 * @param question to the data
 */
record AskedInsight(Optional<Insight> saved, GivenInsight given, InsightQuestion question) {
  AskedInsight {
    requireNonNull(saved, "saved is null");
    requireNonNull(given, "given is null");
    requireNonNull(question, "question is null");
  }

  /** Null when it is not saved. */
  String slug() {
    return saved.map(Insight::slug).orElse(null);
  }
}
