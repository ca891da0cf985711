package ai.altertable.mcp.identity;

import java.util.List;

/**
 * What a user may give to one OAuth client.
 *
 * @param environments ordered by organization and environment
 * @param clientRefusedBy names of the user's organizations whose policy does not allow the client
 * @param secondFactorWantedBy names of those that want a second factor which the user has not set
 *     up
 */
public record ClientReach(
    List<ReachableEnvironment> environments,
    List<String> clientRefusedBy,
    List<String> secondFactorWantedBy) {
  public ClientReach {
    environments = List.copyOf(environments);
    clientRefusedBy = List.copyOf(clientRefusedBy);
    secondFactorWantedBy = List.copyOf(secondFactorWantedBy);
  }
}
