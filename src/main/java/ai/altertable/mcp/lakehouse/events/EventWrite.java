package ai.altertable.mcp.lakehouse.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;

/** Something to be written, checked already. */
public sealed interface EventWrite {
  /** What tells a repetition, or null when nothing does. */
  UUID messageId();

  /**
   * The identity of an id that nobody was identified by yet. It follows from the id, so that
   * visitors who never say who they are need no row.
   */
  static UUID derivedIdentity(String id) {
    return UUID.nameUUIDFromBytes(("identity/" + id).getBytes(UTF_8));
  }

  /**
   * Something that happened.
   *
   * @param messageId or null
   * @param properties a JSON object as text
   * @param ids whose it is
   */
  record Track(UUID messageId, Instant at, String event, String properties, Ids ids)
      implements EventWrite {
    public Track {
      requireNonNull(at, "at is null");
      requireNonNull(event, "event is null");
      requireNonNull(properties, "properties is null");
      requireNonNull(ids, "ids is null");
    }
  }

  /**
   * Whose an event is.
   *
   * @param distinct id of the user, else the best there is
   * @param anonymous or null
   * @param device or null
   * @param session or null
   */
  record Ids(String distinct, String anonymous, String device, String session) {
    public Ids {
      requireNonNull(distinct, "distinct is null");
    }
  }

  /**
   * Who somebody is.
   *
   * @param messageId or null
   * @param distinct id of the user
   * @param anonymous id of the visitor who turned out to be that user, or null
   * @param traits a JSON object as text; merged into those there are
   */
  record Identify(UUID messageId, String distinct, String anonymous, String traits)
      implements EventWrite {
    public Identify {
      requireNonNull(distinct, "distinct is null");
      requireNonNull(traits, "traits is null");
    }
  }

  /**
   * Two ids are one person.
   *
   * @param messageId or null
   * @param distinct merged away
   * @param survivor what it goes on as
   */
  record Alias(UUID messageId, String distinct, String survivor) implements EventWrite {
    public Alias {
      requireNonNull(distinct, "distinct is null");
      requireNonNull(survivor, "survivor is null");
    }
  }
}
