/**
 * The authorization server's rules, free of I/O so that they can be reviewed and tested alone: what
 * a request, a redirect URI, a registration, a resource and a proof key must look like.
 */
package ai.altertable.mcp.oauth.policy;
