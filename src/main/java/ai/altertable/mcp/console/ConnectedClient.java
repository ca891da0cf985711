package ai.altertable.mcp.console;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.grant.ConnectedApp;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a user lets a client do in one environment, however often they connected it: again after a
 * step-up, from another computer, anew after its store was lost.
 *
 * @param grants of which it consists, the last used first
 */
record ConnectedClient(List<ConnectedApp> grants) {
  ConnectedClient {
    requireNonNull(grants, "grants is null");
    grants = List.copyOf(grants);
  }

  private record Key(String client, UUID environment) {
    static Key of(ConnectedApp app) {
      return new Key(app.grant().clientId(), app.grant().tenant().environmentId());
    }
  }

  /**
   * In the order of the first of each.
   *
   * @param all of one user, the last used first
   */
  static List<ConnectedClient> of(List<ConnectedApp> all) {
    Map<Key, List<ConnectedApp>> grouped =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    Key::of, LinkedHashMap::new, Collectors.toUnmodifiableList()));
    return grouped.values().stream().map(ConnectedClient::new).toList();
  }

  ConnectedApp first() {
    return grants.get(0);
  }

  /** All that any of them may do. */
  Set<Scope> scopes() {
    return grants.stream()
        .map(app -> app.grant().scopes())
        .flatMap(Collection::stream)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
  }

  /** When the last one was made. */
  Instant connectedAt() {
    return grants.stream().map(ConnectedApp::connectedAt).max(Instant::compareTo).orElseThrow();
  }

  /** Empty = none of them ever was. */
  Optional<Instant> lastUsedAt() {
    return grants.stream()
        .map(ConnectedApp::lastUsedAt)
        .flatMap(Optional::stream)
        .max(Instant::compareTo);
  }
}
