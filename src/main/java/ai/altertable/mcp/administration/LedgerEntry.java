package ai.altertable.mcp.administration;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A grant as the organization's admins see it.
 *
 * @param id stable over refreshes
 * @param holder for whom the client acts
 * @param client who acts
 * @param environment where
 * @param scopes wire names of what was consented to
 * @param life from when to when
 * @param usage what it was used for
 */
public record LedgerEntry(
    UUID id,
    Holder holder,
    GrantedClient client,
    Place environment,
    List<String> scopes,
    Life life,
    Usage usage) {
  public LedgerEntry {
    requireNonNull(id, "id is null");
    requireNonNull(holder, "holder is null");
    requireNonNull(client, "client is null");
    requireNonNull(environment, "environment is null");
    scopes = List.copyOf(scopes);
    requireNonNull(life, "life is null");
    requireNonNull(usage, "usage is null");
  }

  /**
   * A user or a service account.
   *
   * @param name e-mail address, or name of the service account
   */
  public record Holder(UUID id, String name, boolean serviceAccount) {}

  /**
   * An OAuth client.
   *
   * @param name what it calls itself; anybody can choose any
   * @param verifiedHost host that publishes its metadata, which proves the name's owner; empty for
   *     a client that registered itself
   */
  public record GrantedClient(String id, String name, Optional<String> verifiedHost) {}

  /** An environment by slug and name. */
  public record Place(UUID id, String slug, String name) {}

  /**
   * @param endedBecause empty while it lives
   */
  public record Life(Instant createdAt, Instant expiresAt, Optional<String> endedBecause) {}

  /**
   * Tool calls of the last 30 days, counted up to {@link #MOST}.
   *
   * @param lastCallAt of any time, maybe only to about the life of an access token; empty = never
   * @param calls {@code MOST} stands for that many or more
   * @param denied of these, those that a scope or a policy refused
   */
  public record Usage(Optional<Instant> lastCallAt, int calls, int denied) {
    public static final int MOST = 10_000;

    public boolean more() {
      return calls >= MOST;
    }
  }
}
