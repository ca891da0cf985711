/** The pages of the app origin: sign-in, consent, console. They work without JavaScript. */
package ai.altertable.mcp.console;
