package ai.altertable.mcp.tools;

import ai.altertable.mcp.bus.ToolCatalog;
import ai.altertable.mcp.bus.ToolDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools of one executor, by name and by alias. */
final class ToolRegistry {
  private final Map<String, Registered> byName = new HashMap<>();
  private final ToolCatalog catalog;

  /**
   * @param tools in the order they are listed
   * @throws IllegalArgumentException when two share a name or alias
   */
  ToolRegistry(List<Tool> tools) {
    for (Tool tool : tools) {
      Registered registered = Registered.of(tool);
      add(tool.descriptor().name(), registered);
      tool.descriptor().aliases().forEach(alias -> add(alias, registered));
    }
    catalog = new ToolCatalog(tools.stream().map(Tool::descriptor).toList());
  }

  ToolCatalog catalog() {
    return catalog;
  }

  Optional<Registered> find(String nameOrAlias) {
    return Optional.ofNullable(byName.get(nameOrAlias));
  }

  private void add(String name, Registered registered) {
    if (byName.putIfAbsent(name, registered) != null) {
      throw new IllegalArgumentException("two tools are called " + name);
    }
  }

  /** A tool with what its calls need, made once. */
  record Registered(Tool tool, ArgumentValidator validator) {
    static Registered of(Tool tool) {
      return new Registered(
          tool, new ArgumentValidator(tool.descriptor().definition().getJsonObject("inputSchema")));
    }

    ToolDescriptor descriptor() {
      return tool.descriptor();
    }
  }
}
