package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.administration.Administration;
import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.console.CsrfTokens;
import ai.altertable.mcp.console.EnvironmentReading;
import ai.altertable.mcp.console.Pages;
import ai.altertable.mcp.console.Visitors;
import ai.altertable.mcp.identity.admin.OrganizationAdministration;
import ai.altertable.mcp.oauth.http.AppCookies;
import ai.altertable.mcp.oauth.http.RequestOrigins;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.ext.web.Router;

/** Mounts the console's pages. */
public final class ConsoleRoutes {
  private final Config config;
  private final Administration administration;
  private final Secrets secrets;
  private final EnvironmentReading reading;

  public ConsoleRoutes(
      Config config, Administration administration, Secrets secrets, EnvironmentReading reading) {
    this.config = config;
    this.administration = administration;
    this.secrets = secrets;
    this.reading = reading;
  }

  /**
   * Mounts them all.
   *
   * @param visitors who is signed in
   */
  public void mount(
      Router router, Pages pages, Visitors visitors, AppCookies cookies, RequestOrigins origins) {
    CsrfTokens csrf = new CsrfTokens(secrets);
    Layout layout = new Layout(pages, csrf, new Flash(secrets, cookies));
    ConsoleFrame frame =
        new ConsoleFrame(router, visitors, csrf, origins, administration.reach(), layout);
    Trail trail = new Trail(administration.reach());
    EnvironmentChoices environments = new EnvironmentChoices(administration.reach());
    // The organizations' administration first: "-" must not be taken for an environment.
    OrganizationAdministration organization = administration.organization();
    new MemberPages(organization, config.app().issuer()).mount(frame);
    new EnvironmentPages(organization.environments()).mount(frame);
    new PolicyPage(organization.policies()).mount(frame);
    new AuditPages(organization.audit(), organization.environments()).mount(frame);
    new GrantPages(administration.grants()).mount(frame);
    new ServiceAccountPages(administration.serviceAccounts(), environments, config.app())
        .mount(frame);
    new ConnectionPages(administration.connections(), trail).mount(frame);
    new EventKeyPages(administration.eventKeys(), trail).mount(frame);
    new ChannelPages(administration.channels(), trail).mount(frame);
    mountContents(frame);
    new OrganizationPages(
            administration.reach(), administration.connections(), config.mcp().canonicalResource())
        .mount(frame);
  }

  /** What an environment has saved. */
  private void mountContents(ConsoleFrame frame) {
    EnvironmentTools tools = new EnvironmentTools(reading.bus(), reading.tools());
    Contents contents = new Contents(administration.reach(), tools);
    Pictures pictures = new Pictures(reading.painter());
    new InsightPages(contents, tools, pictures).mount(frame);
    new DashboardPages(contents, pictures).mount(frame);
    new DiscoveryPages(contents, administration.discoveries()).mount(frame);
  }
}
