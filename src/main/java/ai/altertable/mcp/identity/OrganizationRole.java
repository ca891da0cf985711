package ai.altertable.mcp.identity;

import java.util.Locale;

/** What a user may do in every environment of an organization. */
public enum OrganizationRole {
  /** Everything, and the organization's administration. */
  ADMIN,
  WRITER,
  READER,
  /** Nothing by itself: only what an {@link EnvironmentRole} adds. */
  MEMBER;

  /** The name in the database. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that name in the database. */
  public static OrganizationRole parse(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
