package ai.altertable.mcp.identity;

import java.util.Locale;

/** What a member may do in one environment, on top of the {@link OrganizationRole}. */
public enum EnvironmentRole {
  WRITER,
  READER;

  /** The role of that name in the database. */
  public static EnvironmentRole parse(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
