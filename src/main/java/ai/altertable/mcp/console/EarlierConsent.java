package ai.altertable.mcp.console;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.identity.ReachableEnvironment;
import ai.altertable.mcp.oauth.grant.RememberedConsent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a user allowed a client before, as the consent page tells it: a client that asks for more
 * (step-up) is asked about the rest only.
 *
 * @param places where it may work already, the latest decision first; out of reach ones are left
 *     out
 */
record EarlierConsent(List<Place> places) {
  private static final int MOST_SHOWN = 10;

  EarlierConsent {
    places = List.copyOf(places);
  }

  /** One environment, and what was allowed there. */
  record Place(ReachableEnvironment environment, Set<Scope> scopes) {}

  /**
   * @param remembered the latest first
   * @param reach what the user may choose now
   */
  static EarlierConsent of(List<RememberedConsent> remembered, List<ReachableEnvironment> reach) {
    return new EarlierConsent(
        remembered.stream()
            .flatMap(
                before ->
                    reach.stream()
                        .filter(
                            one ->
                                one.tenant()
                                    .environmentId()
                                    .equals(before.tenant().environmentId()))
                        .map(one -> new Place(one, before.scopes())))
            .toList());
  }

  /** Where to begin: the environment of the latest decision. */
  Optional<ReachableEnvironment> latest() {
    return places.stream().findFirst().map(Place::environment);
  }

  /**
   * Whether writing is all that is new.
   *
   * @param asked what the client asks for; empty leaves it to the user
   */
  boolean growsTo(Set<Scope> asked) {
    return asked.contains(Scope.WRITE)
        && places.stream()
            .findFirst()
            .filter(place -> !place.scopes().contains(Scope.WRITE))
            .filter(place -> place.environment().scopes().contains(Scope.WRITE))
            .isPresent();
  }

  /** For the template. */
  List<Map<String, Object>> rows() {
    return places.stream()
        .limit(MOST_SHOWN)
        .map(
            place ->
                Map.<String, Object>of(
                    "place",
                    Words.place(place.environment()),
                    "access",
                    Words.access(place.scopes())))
        .toList();
  }
}
