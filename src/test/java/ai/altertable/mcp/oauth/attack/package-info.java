/**
 * The attack table: what somebody would try against sign-in, authorization and tokens, each with
 * the one answer that it must get. A case is a row of an {@link
 * ai.altertable.mcp.oauth.attack.AttackTable}; {@code AttackCatalogTest} finds all tables, wherever
 * in the tests they are, and counts their rows.
 *
 * <p>To add cases, write a test class that implements {@code AttackTable} beside what it attacks
 * (console, API, upstream sign-in) or here. Its constructor and {@code attacks()} must start
 * nothing: the catalog calls both without running a case. Start fixtures in {@code @BeforeAll} and
 * let the cases read them when they run. Families that others fill: {@code TENANT_SWAP} (console
 * and API) and {@code SSRF} (OpenID discovery).
 */
package ai.altertable.mcp.oauth.attack;
