package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.console.CsrfTokens;
import ai.altertable.mcp.console.LogoutAction;
import ai.altertable.mcp.console.Pages;
import ai.altertable.mcp.identity.admin.Organization;
import ai.altertable.mcp.oauth.http.SeeOther;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the frame around a view: who is signed in, where one is, what was just done. */
final class Layout {
  private static final List<Section> ADMIN =
      List.of(
          new Section("members", "Members"),
          new Section("grants", "Connected clients"),
          new Section("service-accounts", "Service accounts"),
          new Section("policy", "Policy"),
          new Section("audit", "Audit log"));

  private final Pages pages;
  private final CsrfTokens csrf;
  private final Flash flash;

  Layout(Pages pages, CsrfTokens csrf, Flash flash) {
    this.pages = pages;
    this.csrf = csrf;
    this.flash = flash;
  }

  /** A part of an organization's administration, by the name in its path. */
  private record Section(String name, String label) {}

  /** Sends the browser on, with a message for the page it comes to. */
  void goOn(Visit visit, Done done) {
    flash.put(visit.context(), visit.visitor().session(), done.message());
    SeeOther.to(visit.context(), done.location());
  }

  /**
   * Sends a page.
   *
   * @param memberships of the user
   */
  void send(Visit visit, int status, View view, List<Organization> memberships) {
    Map<String, Object> model = new HashMap<>(view.model());
    String session = visit.visitor().session();
    model.put("title", view.title());
    model.put("email", visit.visitor().user().email());
    model.put("signOut", csrf.token(session, LogoutAction.FORM));
    model.put("csrf", csrf.token(session, ConsoleFrame.FORM));
    List<View.Crumb> way = new ArrayList<>();
    Optional.ofNullable(visit.organization())
        .flatMap(slug -> memberships.stream().filter(one -> one.slug().equals(slug)).findAny())
        .ifPresent(
            membership -> {
              describe(model, membership, view.section());
              way.add(new View.Crumb("/console", "Organizations"));
              if (!visit.context().normalizedPath().equals(visit.home())) {
                way.add(new View.Crumb(visit.home(), membership.name()));
              }
            });
    way.addAll(view.crumbs());
    model.put("crumbs", way.stream().map(Layout::crumb).toList());
    flash
        .take(visit.context(), session)
        .ifPresent(
            message ->
                model.put("flash", Map.of("text", message.text(), "secrets", message.shown())));
    visit
        .refusal()
        .ifPresent(
            refused -> {
              model.put("problem", refused.getMessage());
              model.putIfAbsent("form", visit.fields().shownAgain());
              refused.field().ifPresent(field -> model.put("invalid", Map.of(field, true)));
            });
    pages.send(visit.context(), status, view.template(), model);
  }

  private static Map<String, Object> crumb(View.Crumb crumb) {
    return Map.of("href", crumb.href(), "label", crumb.label());
  }

  private static void describe(Map<String, Object> model, Organization membership, String current) {
    String home = "/console/" + membership.slug();
    model.put("organization", membership.slug());
    model.put("organizationName", membership.name());
    model.put("home", home);
    model.put("admin", membership.admin());
    List<Map<String, Object>> sections = new ArrayList<>();
    sections.add(section(home, "Environments", current.equals("environments")));
    if (membership.admin()) {
      ADMIN.forEach(
          one ->
              sections.add(
                  section(home + "/-/" + one.name(), one.label(), current.equals(one.name()))));
    }
    model.put("sections", sections);
  }

  private static Map<String, Object> section(String href, String label, boolean current) {
    return Map.of("href", href, "label", label, "current", current);
  }
}
