package ai.altertable.mcp.tools.confirm;

import ai.altertable.mcp.assets.Provenance;
import ai.altertable.mcp.assets.UsedConfirmations;
import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolFault;
import ai.altertable.mcp.tools.ToolQuestion;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Has a person confirm what has broad effect, where the client can ask one. The answer is bound to
 * the grant, the tool and its arguments by whoever carries it, and good once.
 */
public final class Confirmations {
  private static final String KEY = "confirm";

  /** Longer than an answer is accepted after the question. */
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final UsedConfirmations used;

  public Confirmations(UsedConfirmations used) {
    this.used = used;
  }

  /** Who agreed. */
  public enum Confirmed {
    /** A person said yes to this very call. */
    BY_PERSON(""),
    /** Nothing broad was asked for. */
    NOT_NEEDED(""),
    /** The client cannot ask. */
    NOBODY_ASKED(
        " Nobody confirmed it, since this client cannot ask its user: tell them what was done.");

    private final String note;

    Confirmed(String note) {
      this.note = note;
    }

    /** To be added to the answer's text; maybe empty. */
    public String note() {
      return note;
    }
  }

  /**
   * Asks, unless the answer is there already.
   *
   * @param question what is about to happen, whole, for a person
   * @return fails with {@link ToolQuestion} when the person must be asked first, and with {@link
   *     ToolFault} when they said no; then nothing may be done
   */
  public Future<Confirmed> ask(ToolContext context, String question) {
    Interaction interaction = context.interaction();
    if (!interaction.mayAsk(Interaction.Question.ELICITATION)) {
      return Future.succeededFuture(Confirmed.NOBODY_ASKED);
    }
    Optional<UUID> asked = asked(interaction);
    JsonObject answer = interaction.answers().getJsonObject(KEY);
    if (asked.isEmpty() || answer == null) {
      return Future.failedFuture(question(question));
    }
    Object action = answer.getValue("action");
    if ("accept".equals(action)) {
      return used.use(context.tenant().environmentId(), asked.get(), Instant.now().plus(LIFETIME))
          .map(Confirmations::once);
    }
    if ("decline".equals(action)) {
      throw new ToolFault(
          "The user declined: nothing was done. Do not try it again unless they ask for it.");
    }
    if ("cancel".equals(action)) {
      throw new ToolFault(
          "The user closed the question without an answer: nothing was done. Ask them what they"
              + " want before you try again.");
    }
    return Future.failedFuture(question(question));
  }

  /**
   * Asks as {@link #ask} does, unless the caller alone made and changed the asset: others may rely
   * on what others made.
   *
   * @param saved who made the asset and changed it last
   */
  public Future<Confirmed> askUnlessOwn(ToolContext context, Provenance saved, String question) {
    String caller = context.caller().principal().name();
    return saved.createdBy().equals(caller) && saved.updatedBy().equals(caller)
        ? Future.succeededFuture(Confirmed.NOT_NEEDED)
        : ask(context, question);
  }

  private static Confirmed once(boolean first) {
    if (!first) {
      throw new ToolFault(
          "This confirmation was used already, and what it allowed is done. Call again without it to"
              + " ask the user anew.");
    }
    return Confirmed.BY_PERSON;
  }

  /** The number of the question that was answered. */
  private static Optional<UUID> asked(Interaction interaction) {
    try {
      return Optional.ofNullable(interaction.state()).map(UUID::fromString);
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /** Yes or no: a form without fields. */
  private static ToolQuestion question(String text) {
    JsonObject form = new JsonObject().put("type", "object").put("properties", new JsonObject());
    JsonObject request =
        new JsonObject()
            .put("method", "elicitation/create")
            .put("params", new JsonObject().put("message", text).put("requestedSchema", form));
    return new ToolQuestion(new JsonObject().put(KEY, request), UUID.randomUUID().toString());
  }
}
