package ai.altertable.mcp.protocol;

import ai.altertable.mcp.bus.Interaction;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a client can do for a server, as far as it matters here.
 *
 * @param sampling answers {@code sampling/createMessage}
 * @param elicitation answers {@code elicitation/create} in form mode
 * @param urlElicitation answers it in url mode
 * @param roots answers {@code roots/list}
 * @param views shows views of MCP Apps (extension {@code io.modelcontextprotocol/ui})
 */
public record ClientCapabilities(
    boolean sampling, boolean elicitation, boolean urlElicitation, boolean roots, boolean views) {
  public static final ClientCapabilities NONE =
      new ClientCapabilities(false, false, false, false, false);

  private static final String UI = "io.modelcontextprotocol/ui";
  private static final int BITS = 5;

  /**
   * Reads a {@code ClientCapabilities} object; unknown capabilities are ignored.
   *
   * @param json or null when the client declared none
   */
  public static ClientCapabilities of(JsonObject json) {
    if (json == null || json.isEmpty()) {
      return NONE;
    }
    Object elicitation = json.getValue("elicitation");
    boolean url = elicitation instanceof JsonObject modes && modes.containsKey("url");
    // An empty object means form mode (revision 2025-11-25, elicitation).
    boolean form =
        elicitation instanceof JsonObject modes && (modes.isEmpty() || modes.containsKey("form"));
    return new ClientCapabilities(
        json.getValue("sampling") != null, form, url, json.getValue("roots") != null, views(json));
  }

  private static boolean views(JsonObject json) {
    return json.getValue("extensions") instanceof JsonObject extensions
        && extensions.getValue(UI) != null;
  }

  /** What the client can be asked. */
  public Set<Interaction.Question> questions() {
    Set<Interaction.Question> questions = EnumSet.noneOf(Interaction.Question.class);
    if (sampling) {
      questions.add(Interaction.Question.SAMPLING);
    }
    if (elicitation) {
      questions.add(Interaction.Question.ELICITATION);
    }
    if (urlElicitation) {
      questions.add(Interaction.Question.URL_ELICITATION);
    }
    if (roots) {
      questions.add(Interaction.Question.ROOTS);
    }
    if (views) {
      questions.add(Interaction.Question.VIEWS);
    }
    return questions;
  }

  /** The capabilities in the low bits of a number; {@link #ofBits} reads it. */
  public int bits() {
    return (sampling ? 1 : 0)
        | (elicitation ? 2 : 0)
        | (urlElicitation ? 4 : 0)
        | (roots ? 8 : 0)
        | (views ? 16 : 0);
  }

  public static ClientCapabilities ofBits(int bits) {
    if (bits < 0 || bits >= 1 << BITS) {
      throw new IllegalArgumentException("unknown capability bits " + bits);
    }
    return new ClientCapabilities(
        (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0);
  }
}
