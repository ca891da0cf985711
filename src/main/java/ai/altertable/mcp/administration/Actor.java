package ai.altertable.mcp.administration;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.oauth.policy.RequestOrigin;
import java.util.UUID;

/** Who asks for an act of administration; proven before, by a browser session or a token. */
public sealed interface Actor {
  /** Stable key, for the audit log. */
  String subject();

  /** Where the request came from. */
  RequestOrigin origin();

  /** A user in front of the console. */
  record Person(UUID userId, RequestOrigin origin) implements Actor {
    public Person {
      requireNonNull(userId, "userId is null");
      requireNonNull(origin, "origin is null");
    }

    @Override
    public String subject() {
      return userId.toString();
    }
  }

  /**
   * A service account at the API, whose token has the scope {@code admin}.
   *
   * @param organizationId the one organization that it administers; it sees no other
   */
  record Machine(
      UUID accountId, String clientId, UUID grantId, UUID organizationId, RequestOrigin origin)
      implements Actor {
    public Machine {
      requireNonNull(accountId, "accountId is null");
      requireNonNull(clientId, "clientId is null");
      requireNonNull(grantId, "grantId is null");
      requireNonNull(organizationId, "organizationId is null");
      requireNonNull(origin, "origin is null");
    }

    @Override
    public String subject() {
      return accountId.toString();
    }
  }
}
