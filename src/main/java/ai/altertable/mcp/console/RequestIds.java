package ai.altertable.mcp.console;

import java.util.Optional;
import java.util.regex.Pattern;

/** Ids of pending authorization requests, as they travel in URLs and forms. */
final class RequestIds {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}");

  private RequestIds() {}

  /** An id that is fit for a redirect; anything else is dropped. */
  static Optional<String> clean(Optional<String> id) {
    return id.filter(ID.asMatchPredicate());
  }
}
