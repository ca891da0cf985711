package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.console.Times;
import ai.altertable.mcp.console.Words;
import ai.altertable.mcp.console.organization.Flash.Message;
import ai.altertable.mcp.identity.EnvironmentRole;
import ai.altertable.mcp.identity.OrganizationRole;
import ai.altertable.mcp.identity.admin.EnvironmentEntry;
import ai.altertable.mcp.identity.admin.Environments;
import ai.altertable.mcp.identity.admin.Invitation;
import ai.altertable.mcp.identity.admin.Invitations;
import ai.altertable.mcp.identity.admin.Member;
import ai.altertable.mcp.identity.admin.Members;
import ai.altertable.mcp.identity.admin.OrganizationAdministration;
import ai.altertable.mcp.identity.admin.Page;
import ai.altertable.mcp.identity.admin.PasswordLinks;
import ai.altertable.mcp.identity.admin.Refused;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** {@code /console/:organization/-/members}: members, their roles, and invitations. */
final class MemberPages {
  private static final String SECTION = "members";
  private static final String TITLE = "Members";
  private static final String MEMBERS = "/console/:organization/-/members";
  private static final String INVITATIONS = "/console/:organization/-/invitations";
  private static final int ROWS = 50;

  private final Members members;
  private final Invitations invitations;
  private final Environments environments;
  private final PasswordLinks passwordLinks;
  private final String app;

  /**
   * @param app public origin, for the links in invitations and to new passwords
   */
  MemberPages(OrganizationAdministration organization, String app) {
    this.members = organization.members();
    this.invitations = organization.invitations();
    this.environments = organization.environments();
    this.passwordLinks = organization.passwordLinks();
    this.app = app;
  }

  void mount(ConsoleFrame frame) {
    frame.page(MEMBERS, this::list);
    frame.form(INVITATIONS, this::list, this::invite);
    frame.form(INVITATIONS + "/:id/revoke", this::list, this::uninvite);
    frame.page(MEMBERS + "/:id", this::member);
    frame.form(MEMBERS + "/:id/role", this::member, this::changeRole);
    frame.form(MEMBERS + "/:id/environments", this::member, this::changeEnvironmentRole);
    frame.form(MEMBERS + "/:id/password-link", this::member, this::linkToPassword);
    frame.form(MEMBERS + "/:id/remove", this::member, this::remove);
  }

  private Future<View> list(Visit visit) {
    Future<Page<Member>> found =
        members.list(visit.actor(), visit.organization(), visit.slice(ROWS));
    Page.Request all = Page.Request.first(Page.Request.MOST);
    return found.compose(
        page ->
            invitations
                .list(visit.actor(), visit.organization(), all)
                .map(waiting -> list(visit, page, waiting)));
  }

  private static View list(Visit visit, Page<Member> page, Page<Invitation> waiting) {
    String path = visit.admin(SECTION);
    return View.of("console-members", TITLE)
        .in(SECTION)
        .with("rows", page.items().stream().map(member -> row(visit, member)).toList())
        .with("next", Links.next(path, visit.query(), List.of(), page.next()))
        .with("invite", visit.admin("invitations"))
        .with("waiting", waiting.items().stream().map(one -> row(visit, one)).toList())
        .with("more", waiting.next().isPresent())
        .with("roles", roles(visit, OrganizationRole.READER));
  }

  private Future<Done> invite(Visit visit) {
    return invitations
        .create(
            visit.actor(),
            visit.organization(),
            visit.fields().text("email"),
            role(visit.fields().text("role")))
        .map(
            made ->
                new Done(
                    visit.admin(SECTION),
                    new Message(
                        "Send this link to "
                            + made.invitation().email()
                            + ". It is good once, for seven days.",
                        Map.of("Invitation link", app + "/invitation?token=" + made.token()))));
  }

  private Future<Done> uninvite(Visit visit) {
    return invitations
        .revoke(visit.actor(), visit.organization(), visit.id("invitation"))
        .map(done -> Done.at(visit.admin(SECTION), "The invitation is worthless now."));
  }

  private Future<View> member(Visit visit) {
    return members
        .get(visit.actor(), visit.organization(), visit.id("member"))
        .compose(
            member ->
                environments
                    .list(visit.actor(), visit.organization())
                    .map(
                        all ->
                            View.of("console-member", member.email())
                                .in(SECTION)
                                .under(visit.admin(SECTION), TITLE)
                                .with("member", row(visit, member))
                                .with("roles", roles(visit, member.role()))
                                .with("environments", rights(member, all))));
  }

  private Future<Done> changeRole(Visit visit) {
    UUID id = visit.id("member");
    return members
        .changeRole(visit.actor(), visit.organization(), id, role(visit.fields().text("role")))
        .map(done -> Done.at(path(visit, id), "The role is changed. Tokens follow at once."));
  }

  private Future<Done> changeEnvironmentRole(Visit visit) {
    UUID id = visit.id("member");
    return members
        .environmentRole(
            visit.actor(),
            visit.organization(),
            id,
            visit.fields().text("environment"),
            environmentRole(visit.fields().text("role")))
        .map(done -> Done.at(path(visit, id), "The role in the environment is changed."));
  }

  private Future<Done> linkToPassword(Visit visit) {
    UUID id = visit.id("member");
    return passwordLinks
        .create(visit.actor(), visit.organization(), id)
        .map(
            made ->
                new Done(
                    path(visit, id),
                    new Message(
                        "Send this link to "
                            + made.email()
                            + ". It is good once, for 24 hours, and whoever has it can change"
                            + " the password.",
                        Map.of(
                            "Link to a new password",
                            app + "/reset-password?token=" + made.token()))));
  }

  private Future<Done> remove(Visit visit) {
    UUID id = visit.id("member");
    return members
        .get(visit.actor(), visit.organization(), id)
        .compose(
            member -> {
              Confirmation.require(visit.fields(), member.email());
              return members
                  .remove(visit.actor(), visit.organization(), id)
                  .map(
                      done ->
                          Done.at(
                              visit.admin(SECTION), member.email() + " is no longer a member."));
            });
  }

  private static OrganizationRole role(String wire) {
    return Arrays.stream(OrganizationRole.values())
        .filter(role -> role.wire().equals(wire))
        .findAny()
        .orElseThrow(() -> Refused.invalid("role", "Choose one of the roles."));
  }

  private static Optional<EnvironmentRole> environmentRole(String wire) {
    return switch (wire) {
      case "none" -> Optional.empty();
      case "reader" -> Optional.of(EnvironmentRole.READER);
      case "writer" -> Optional.of(EnvironmentRole.WRITER);
      default -> throw Refused.invalid("role", "Choose one of the roles.");
    };
  }

  private static List<Map<String, Object>> roles(Visit visit, OrganizationRole now) {
    String chosen = visit.refusal().isPresent() ? visit.fields().text("role") : now.wire();
    return Options.of(
        List.of(OrganizationRole.values()), OrganizationRole::wire, Words::role, chosen);
  }

  private static List<Map<String, Object>> rights(Member member, List<EnvironmentEntry> all) {
    return all.stream()
        .map(
            environment ->
                Map.<String, Object>of(
                    "slug",
                    environment.slug(),
                    "name",
                    environment.name(),
                    "roles",
                    Options.of(
                        List.of("none", "reader", "writer"),
                        value -> value,
                        value -> value.equals("none") ? "Nothing more" : "Also " + value,
                        Optional.ofNullable(member.environments().get(environment.slug()))
                            .map(role -> role.name().toLowerCase(Locale.ROOT))
                            .orElse("none"))))
        .toList();
  }

  private static String path(Visit visit, UUID id) {
    return visit.admin(SECTION) + "/" + id;
  }

  private static Map<String, Object> row(Visit visit, Member member) {
    Map<String, Object> row = new HashMap<>();
    row.put("href", path(visit, member.userId()));
    row.put("email", member.email());
    row.put("name", member.name());
    row.put("role", Words.role(member.role()));
    row.put(
        "environments",
        member.environments().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(one -> one.getKey() + ": " + one.getValue().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ")));
    row.put("secondFactor", member.secondFactor() ? "yes" : "no");
    row.put("disabled", member.disabled());
    return row;
  }

  private static Map<String, Object> row(Visit visit, Invitation invitation) {
    return Map.of(
        "path", visit.admin("invitations") + "/" + invitation.id(),
        "email", invitation.email(),
        "role", Words.role(invitation.role()),
        "expired", invitation.expired(),
        "until", Times.minute(invitation.expiresAt()));
  }
}
