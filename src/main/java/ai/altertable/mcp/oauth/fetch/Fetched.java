package ai.altertable.mcp.oauth.fetch;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Function;

/**
 * Something fetched.
 *
 * @param fresh how long its publisher lets it be kept
 */
public record Fetched<T>(T value, Duration fresh) {
  public Fetched {
    requireNonNull(value, "value is null");
    requireNonNull(fresh, "fresh is null");
  }

  /** The same, read; {@code read} may throw. */
  public <R> Fetched<R> map(Function<T, R> read) {
    return new Fetched<>(read.apply(value), fresh);
  }
}
