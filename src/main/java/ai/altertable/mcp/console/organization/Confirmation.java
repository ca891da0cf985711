package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.identity.admin.Refused;

/** The field {@code confirmation}: what cannot be undone is typed out before it is done. */
final class Confirmation {
  private Confirmation() {}

  /**
   * @throws Refused {@code INVALID} when something else was typed
   */
  static void require(Fields fields, String expected) {
    if (!fields.text("confirmation").equals(expected)) {
      throw Refused.invalid("confirmation", "Type " + expected + " to confirm.");
    }
  }
}
