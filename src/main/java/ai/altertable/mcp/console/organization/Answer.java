package ai.altertable.mcp.console.organization;

/** What a request to the console ends in, unless it fails. */
sealed interface Answer permits View, Done {}
