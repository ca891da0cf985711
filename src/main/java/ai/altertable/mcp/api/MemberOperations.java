package ai.altertable.mcp.api;

import ai.altertable.mcp.administration.Administration;
import ai.altertable.mcp.identity.EnvironmentRole;
import ai.altertable.mcp.identity.OrganizationRole;
import ai.altertable.mcp.identity.admin.Invitation;
import ai.altertable.mcp.identity.admin.Invitations;
import ai.altertable.mcp.identity.admin.Member;
import ai.altertable.mcp.identity.admin.Members;
import ai.altertable.mcp.identity.admin.Organization;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Organizations, members and invitations. */
final class MemberOperations {
  private final Administration administration;
  private final Members members;
  private final Invitations invitations;
  private final String app;

  /**
   * @param app public origin, for the links in invitations and to new passwords
   */
  MemberOperations(Administration administration, String app) {
    this.administration = administration;
    this.members = administration.organization().members();
    this.invitations = administration.organization().invitations();
    this.app = app;
  }

  void bind(Map<String, ApiOperation> operations) {
    operations.put("listOrganizations", this::organizations);
    operations.put("listMembers", this::list);
    operations.put("getMember", request -> member(request, request.id("member")));
    operations.put("changeMember", this::change);
    operations.put("removeMember", this::remove);
    operations.put("createPasswordLink", this::linkToPassword);
    operations.put("giveEnvironmentRole", this::give);
    operations.put("takeEnvironmentRole", this::take);
    operations.put("listInvitations", this::listInvitations);
    operations.put("createInvitation", this::invite);
    operations.put("revokeInvitation", this::revoke);
  }

  private Future<ApiReply> organizations(ApiRequest request) {
    return administration
        .reach()
        .organizations(request.actor())
        .map(found -> ApiReply.list("organizations", found, MemberOperations::json));
  }

  private Future<ApiReply> list(ApiRequest request) {
    return members
        .list(request.actor(), request.organization(), request.page())
        .map(page -> ApiReply.page("members", page, MemberOperations::json));
  }

  private Future<ApiReply> member(ApiRequest request, UUID id) {
    return members
        .get(request.actor(), request.organization(), id)
        .map(member -> ApiReply.ok(json(member)));
  }

  private Future<ApiReply> change(ApiRequest request) {
    UUID id = request.id("member");
    OrganizationRole role = OrganizationRole.parse(request.body().getString("role"));
    return members
        .changeRole(request.actor(), request.organization(), id, role)
        .compose(done -> member(request, id));
  }

  private Future<ApiReply> remove(ApiRequest request) {
    return members
        .remove(request.actor(), request.organization(), request.id("member"))
        .map(ApiReply.DONE);
  }

  private Future<ApiReply> linkToPassword(ApiRequest request) {
    return administration
        .organization()
        .passwordLinks()
        .create(request.actor(), request.organization(), request.id("member"))
        .map(
            made ->
                ApiReply.made(
                    new JsonObject()
                        .put("email", made.email())
                        .put("expires_at", made.expiresAt().toString())
                        .put("link", app + "/reset-password?token=" + made.token())));
  }

  private Future<ApiReply> give(ApiRequest request) {
    EnvironmentRole role = EnvironmentRole.parse(request.body().getString("role"));
    return set(request, Optional.of(role)).compose(done -> member(request, request.id("member")));
  }

  private Future<ApiReply> take(ApiRequest request) {
    return set(request, Optional.empty()).map(ApiReply.DONE);
  }

  private Future<Void> set(ApiRequest request, Optional<EnvironmentRole> role) {
    return members.environmentRole(
        request.actor(), request.organization(), request.id("member"), request.environment(), role);
  }

  private Future<ApiReply> listInvitations(ApiRequest request) {
    return invitations
        .list(request.actor(), request.organization(), request.page())
        .map(page -> ApiReply.page("invitations", page, MemberOperations::json));
  }

  private Future<ApiReply> invite(ApiRequest request) {
    return invitations
        .create(
            request.actor(),
            request.organization(),
            request.body().getString("email"),
            OrganizationRole.parse(request.body().getString("role")))
        .map(
            made ->
                ApiReply.made(
                    json(made.invitation())
                        .put("link", app + "/invitation?token=" + made.token())));
  }

  private Future<ApiReply> revoke(ApiRequest request) {
    return invitations
        .revoke(request.actor(), request.organization(), request.id("invitation"))
        .map(ApiReply.DONE);
  }

  private static JsonObject json(Organization organization) {
    return new JsonObject()
        .put("id", organization.id().toString())
        .put("slug", organization.slug())
        .put("name", organization.name());
  }

  private static JsonObject json(Member member) {
    JsonObject environments = new JsonObject();
    member
        .environments()
        .forEach((slug, role) -> environments.put(slug, role.name().toLowerCase(Locale.ROOT)));
    return new JsonObject()
        .put("id", member.userId().toString())
        .put("email", member.email())
        .put("name", member.name())
        .put("role", member.role().wire())
        .put("environments", environments)
        .put("second_factor", member.secondFactor())
        .put("disabled", member.disabled());
  }

  private static JsonObject json(Invitation invitation) {
    return new JsonObject()
        .put("id", invitation.id().toString())
        .put("email", invitation.email())
        .put("role", invitation.role().wire())
        .put("created_at", invitation.createdAt().toString())
        .put("expires_at", invitation.expiresAt().toString())
        .put("expired", invitation.expired());
  }
}
