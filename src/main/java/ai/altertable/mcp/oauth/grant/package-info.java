/**
 * Grants: what a user (or a service account) allowed a client to do in one environment. How they
 * come to be (consent, client credentials), what tokens they give (code, refresh), how they end.
 */
package ai.altertable.mcp.oauth.grant;
