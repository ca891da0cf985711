package ai.altertable.mcp.transport;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Addresses;

/**
 * Who serves tools and content behind the endpoint.
 *
 * @param prefix before the bus addresses; empty for the product itself
 * @param content whether it serves resources, prompts and completions too
 */
record Provider(String prefix, boolean content) {
  static final Provider PRODUCT = new Provider("", false);
  static final Provider CONFORMANCE = new Provider(Addresses.CONFORMANCE, true);

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
