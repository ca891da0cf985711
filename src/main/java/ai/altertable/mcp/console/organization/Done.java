package ai.altertable.mcp.console.organization;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.console.organization.Flash.Message;

/**
 * A form has done its work: the browser goes on to a page that says so.
 *
 * @param location path of ours
 */
record Done(String location, Message message) implements Answer {
  Done {
    requireNonNull(location, "location is null");
    requireNonNull(message, "message is null");
  }

  static Done at(String location, String text) {
    return new Done(location, Message.of(text));
  }
}
