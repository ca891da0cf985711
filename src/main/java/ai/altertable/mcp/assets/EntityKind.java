package ai.altertable.mcp.assets;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Optional;

/**
 * A kind of thing that an environment saves, and how its table is read as one of many. The SQL is
 * constant; what is not named in it is not shown.
 */
public enum EntityKind {
  SEMANTIC_MODEL(
      "MDL",
      "semantic_model",
      "schema_name || '.' || table_name",
      "description",
      "catalog || ' ' || definition::text",
      "updated_at",
      """
      jsonb_build_object('catalog', catalog, 'schema', schema_name, 'table', table_name,
        'description', description, 'endorsement', endorsement, 'version', version,
        'definition', definition)"""),
  INSIGHT(
      "INS",
      "insight",
      "title",
      "description",
      "definition::text",
      "updated_at",
      """
      jsonb_build_object('title', title, 'description', description, 'kind', kind,
        'definition', definition, 'visualization', visualization)"""),
  SEGMENT(
      "SGM",
      "segment",
      "title",
      "description",
      "definition::text",
      "updated_at",
      """
      jsonb_build_object('title', title, 'description', description, 'definition', definition,
        'version', version)"""),
  DASHBOARD(
      "DSH",
      "dashboard",
      "title",
      "description",
      "array_to_string(labels, ' ') || ' ' || widgets::text",
      "updated_at",
      """
      jsonb_build_object('title', title, 'description', description, 'widgets', widgets,
        'variables', variables, 'labels', labels)"""),
  DISCOVERY(
      "DSC",
      "discovery",
      "title",
      "summary",
      "explanation || ' ' || content",
      "created_at",
      """
      jsonb_build_object('title', title, 'summary', summary, 'explanation', explanation,
        'content', content, 'context_slugs', context_slugs, 'status', status,
        'status_reason', status_reason, 'notification_slug', notification_slug)"""),
  MEMORY(
      "MEM",
      "memory",
      "left(content, 80)",
      "content",
      "array_to_string(tags, ' ')",
      "created_at",
      """
      jsonb_build_object('type', type, 'content', content, 'importance', importance, 'tags', tags,
        'source_slug', source_slug, 'created_via', created_via)"""),
  KNOWLEDGE(
      "KNW",
      "knowledge",
      "title",
      "left(content, 300)",
      "content",
      "updated_at",
      "jsonb_build_object('title', title, 'content', content)"),
  NOTIFICATION(
      "NTF",
      "notification",
      "title",
      "left(body, 300)",
      "body",
      "created_at",
      "jsonb_build_object('title', title, 'body', body, 'source_slug', source_slug)");

  private final String prefix;
  private final String wire;
  private final String title;
  private final String summary;
  private final String body;
  private final String updated;
  private final String content;

  /**
   * @param wire name in answers, and of the table
   * @param title SQL: what people call it
   * @param summary SQL: in a sentence or two
   * @param body SQL: what else it says, for searching
   * @param updated SQL: when it changed last
   * @param content SQL: a JSON object of all there is to show
   */
  EntityKind(
      String prefix,
      String wire,
      String title,
      String summary,
      String body,
      String updated,
      String content) {
    this.prefix = requireNonNull(prefix, "prefix is null");
    this.wire = requireNonNull(wire, "wire is null");
    this.title = title;
    this.summary = summary;
    this.body = body;
    this.updated = updated;
    this.content = content;
  }

  /** The kind that a slug names by its prefix. */
  public static Optional<EntityKind> ofSlug(String slug) {
    int dash = slug.indexOf('-');
    String wanted = dash < 0 ? "" : slug.substring(0, dash);
    return Arrays.stream(values()).filter(kind -> kind.prefix.equals(wanted)).findFirst();
  }

  public String prefix() {
    return prefix;
  }

  /** Its name in answers. */
  public String wire() {
    return wire;
  }

  /** The rows of this kind, without what is long. */
  String heads() {
    return select("");
  }

  /** The rows of this kind with what can be searched. */
  String texts() {
    return select(", left(" + body + ", 20000) AS body");
  }

  /** One row, whole; its slug is {@code $1}. */
  String whole() {
    return select(", " + content + " AS content") + " WHERE slug = $1";
  }

  private String select(String more) {
    return """
        SELECT %d AS rank, split_part(slug, '-', 2)::bigint AS number, slug, %s AS title,
          %s AS summary, created_by, created_at, %s AS updated_at%s
        FROM %s"""
        .formatted(ordinal(), title, summary, updated, more, wire);
  }
}
