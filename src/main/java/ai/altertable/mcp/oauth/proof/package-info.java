/**
 * Proofs by signature: what clients sign (assertions, DPoP proofs) and the public keys that check
 * it. Nimbus parses and verifies; what is acceptable is decided here.
 */
package ai.altertable.mcp.oauth.proof;
