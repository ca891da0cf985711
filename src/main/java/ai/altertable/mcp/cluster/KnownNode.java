package ai.altertable.mcp.cluster;

import io.vertx.core.Promise;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A node with tools, and what it has not answered yet. Thread-safe. */
final class KnownNode {
  private final String id;
  private final Set<Promise<?>> unanswered = new HashSet<>();
  private boolean open = true;
  private boolean dead;

  KnownNode(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  synchronized boolean open() {
    return open;
  }

  synchronized void open(boolean takesRequests) {
    open = takesRequests;
  }

  synchronized int load() {
    return unanswered.size();
  }

  /** Whether the node still lives, so that its death will be told to the answer. */
  synchronized boolean await(Promise<?> answer) {
    return !dead && unanswered.add(answer);
  }

  synchronized void answered(Promise<?> answer) {
    unanswered.remove(answer);
  }

  /** The answers that will not come. */
  synchronized List<Promise<?>> die() {
    dead = true;
    return List.copyOf(unanswered);
  }
}
