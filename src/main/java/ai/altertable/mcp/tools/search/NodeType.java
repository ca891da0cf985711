package ai.altertable.mcp.tools.search;

import ai.altertable.mcp.assets.EntityKind;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a search over everything finds. */
enum NodeType {
  TABLE(null),
  EVENT(null),
  SEMANTIC_MODEL(EntityKind.SEMANTIC_MODEL),
  INSIGHT(EntityKind.INSIGHT),
  SEGMENT(EntityKind.SEGMENT),
  DASHBOARD(EntityKind.DASHBOARD),
  DISCOVERY(EntityKind.DISCOVERY),
  MEMORY(EntityKind.MEMORY),
  KNOWLEDGE(EntityKind.KNOWLEDGE);

  private final EntityKind kind;

  /**
   * @param kind what is saved; null for what the lakehouse has
   */
  NodeType(EntityKind kind) {
    this.kind = kind;
  }

  static String[] names() {
    return Arrays.stream(values()).map(NodeType::wire).toArray(String[]::new);
  }

  /** Those of that name; all when none is named. */
  static Set<NodeType> of(List<String> names) {
    if (names.isEmpty()) {
      return EnumSet.allOf(NodeType.class);
    }
    Set<NodeType> types = EnumSet.noneOf(NodeType.class);
    names.forEach(name -> types.add(valueOf(name.toUpperCase(Locale.ROOT))));
    return types;
  }

  static NodeType of(EntityKind kind) {
    return Arrays.stream(values())
        .filter(type -> type.kind == kind)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not searched: " + kind));
  }

  /** The kinds of what is saved among some types. */
  static List<EntityKind> kinds(Collection<NodeType> types) {
    return types.stream().filter(type -> type.kind != null).map(type -> type.kind).toList();
  }

  /** Its name in arguments and answers. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
