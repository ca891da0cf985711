package ai.altertable.mcp.transport;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Addresses;

/**
 * Who serves tools, resources, prompts and completions behind the endpoint.
 *
 * @param prefix before the bus addresses; empty for the product itself
 */
record Provider(String prefix) {
  static final Provider PRODUCT = new Provider("");
  static final Provider CONFORMANCE = new Provider(Addresses.CONFORMANCE);

  Provider {
    requireNonNull(prefix, "prefix is null");
  }

  String toolList() {
    return prefix + Addresses.TOOL_LIST;
  }

  String toolCall() {
    return prefix + Addresses.TOOL_CALL;
  }

  String contentRequest() {
    return prefix + Addresses.CONTENT;
  }
}
