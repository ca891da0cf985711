package ai.altertable.mcp.console;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.oauth.http.AppCookies;
import ai.altertable.mcp.oauth.http.RequestOrigins;

/**
 * What every page around signing in needs.
 *
 * @param visitors who is in front of the browser
 */
record SignInKit(
    Pages pages,
    AppCookies cookies,
    CsrfTokens csrf,
    RequestOrigins origins,
    Visitors visitors,
    SignInAudit audit) {
  SignInKit {
    requireNonNull(pages, "pages is null");
    requireNonNull(cookies, "cookies is null");
    requireNonNull(csrf, "csrf is null");
    requireNonNull(origins, "origins is null");
    requireNonNull(visitors, "visitors is null");
    requireNonNull(audit, "audit is null");
  }
}
