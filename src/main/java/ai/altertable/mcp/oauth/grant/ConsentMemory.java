package ai.altertable.mcp.oauth.grant;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.identity.ReachableEnvironment;
import ai.altertable.mcp.oauth.client.Client;
import ai.altertable.mcp.oauth.policy.AuthorizationRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Whether a user need not be asked again. Only who is known to get the answer is spared the page: a
 * client behind an https address of its own, or one that can prove itself. Whatever runs on the
 * user's computer can pretend to be another program there, so for those the page is always shown
 * (RFC 8252 section 8.6), with the earlier choice made already.
 */
public final class ConsentMemory {
  private ConsentMemory() {}

  /**
   * The choice that the user made before for the same, and need not make again.
   *
   * @param remembered what was allowed to this client before, for this resource and host
   * @param reach what the user may choose now
   * @return empty when the page must be shown: more is asked for, the choice is not clear or not
   *     possible any more, or the client wants the user to be asked
   */
  public static Optional<Consent.Choice> choice(
      AuthorizationRequest request,
      Client client,
      UUID userId,
      List<RememberedConsent> remembered,
      List<ReachableEnvironment> reach) {
    boolean known = request.answersHost() || !client.isPublic();
    if (!known || request.ask() || remembered.size() != 1) {
      return Optional.empty();
    }
    RememberedConsent before = remembered.get(0);
    Set<Scope> wanted = request.scopes().isEmpty() ? before.scopes() : request.scopes();
    return reach.stream()
        .filter(one -> one.tenant().environmentId().equals(before.tenant().environmentId()))
        .filter(one -> before.scopes().containsAll(wanted) && one.scopes().containsAll(wanted))
        .findAny()
        .map(one -> new Consent.Choice(userId, one.tenant().environmentId(), wanted));
  }
}
