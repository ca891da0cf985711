package ai.altertable.mcp.transport;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.transport.session.EndedSessions;

/** What all endpoint verticles of a node share. */
public record NodeState(EndedSessions endedSessions, StreamBudget streams) {
  public NodeState {
    requireNonNull(endedSessions, "endedSessions is null");
    requireNonNull(streams, "streams is null");
  }
}
