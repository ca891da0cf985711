/** Sign-in through an upstream OpenID provider (OpenID Connect Core 1.0), as a relying party. */
package ai.altertable.mcp.identity.upstream;
