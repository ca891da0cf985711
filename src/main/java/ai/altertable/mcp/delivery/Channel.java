package ai.altertable.mcp.delivery;

import static java.util.Objects.requireNonNull;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** Where notifications of an environment go besides the app. */
public record Channel(UUID id, Draft draft, Instant createdAt) {
  public Channel {
    requireNonNull(id, "id is null");
    requireNonNull(draft, "draft is null");
    requireNonNull(createdAt, "createdAt is null");
  }

  /** How a channel delivers. */
  public enum Kind {
    EMAIL,
    WEBHOOK;

    /** Name in the API and the database: {@code email}. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException when there is none of that name
     */
    public static Kind of(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * What an administrator asks for.
   *
   * @param name for people
   * @param target an e-mail address, or the https address of a webhook
   */
  public record Draft(Kind kind, String name, String target) {
    public Draft {
      requireNonNull(kind, "kind is null");
      requireNonNull(name, "name is null");
      requireNonNull(target, "target is null");
    }
  }

  static Channel of(Row row) {
    return new Channel(
        row.getUUID("id"),
        new Draft(Kind.of(row.getString("kind")), row.getString("name"), row.getString("target")),
        row.getOffsetDateTime("created_at").toInstant());
  }
}
