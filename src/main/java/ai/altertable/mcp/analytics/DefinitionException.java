package ai.altertable.mcp.analytics;

import java.util.List;
import java.util.stream.Collectors;

/** A definition is not valid; holds every fault. The message is safe to show to a model. */
public final class DefinitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<DefinitionFault> faults;

  public DefinitionException(List<DefinitionFault> faults) {
    super(
        faults.stream()
            .map(fault -> "\n- " + fault)
            .collect(Collectors.joining("", "The definition is not valid:", "")),
        null,
        false,
        false);
    this.faults = List.copyOf(faults);
  }

  public List<DefinitionFault> faults() {
    return faults;
  }
}
