package ai.altertable.mcp.identity.admin;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an organization lets its people give to clients. Binds people's grants; service accounts are
 * made by administrators, each with its own scopes.
 *
 * @param clientRule which clients may connect
 * @param clients for {@link ClientRule#LISTED}: client ids, and host names of verified clients
 * @param writeAllowed whether any client may write
 * @param longestGrantDays after which a person must consent again; empty = as the server says
 * @param requireSecondFactor whether only people with a second factor may let clients in
 */
public record OrganizationPolicy(
    ClientRule clientRule,
    List<String> clients,
    boolean writeAllowed,
    Optional<Integer> longestGrantDays,
    boolean requireSecondFactor) {
  /** What holds until an administrator decides. */
  public static final OrganizationPolicy OPEN =
      new OrganizationPolicy(ClientRule.ANY, List.of(), true, Optional.empty(), false);

  private static final int MOST_CLIENTS = 200;
  private static final int LONGEST_CLIENT = 2048;
  private static final int MOST_DAYS = 3650;

  /** Which clients may connect. */
  public enum ClientRule {
    ANY,
    /** Those whose client_id is the https address of their metadata: their host is proven. */
    VERIFIED,
    LISTED;

    /** The name in the database. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static ClientRule parse(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * @throws Refused {@code INVALID}
   */
  public OrganizationPolicy {
    requireNonNull(clientRule, "clientRule is null");
    clients =
        clients.stream()
            .map(String::strip)
            .filter(client -> !client.isEmpty())
            .map(OrganizationPolicy::canonical)
            .distinct()
            .toList();
    if (clients.size() > MOST_CLIENTS
        || clients.stream()
            .anyMatch(
                client ->
                    client.length() > LONGEST_CLIENT
                        || client.chars().anyMatch(Character::isISOControl))) {
      throw Refused.invalid(
          "clients",
          "At most " + MOST_CLIENTS + " clients of " + LONGEST_CLIENT + " characters each.");
    }
    if (longestGrantDays.filter(days -> days < 1 || days > MOST_DAYS).isPresent()) {
      throw Refused.invalid("longest_grant_days", "The days must be 1 to " + MOST_DAYS + ".");
    }
  }

  /** Host names have no case; client ids do. */
  private static String canonical(String client) {
    boolean host = client.indexOf('.') > 0 && client.indexOf('/') < 0 && client.indexOf(':') < 0;
    return host ? client.toLowerCase(Locale.ROOT) : client;
  }
}
