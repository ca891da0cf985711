package ai.altertable.mcp.identity.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.identity.Directory;
import ai.altertable.mcp.identity.EnvironmentRole;
import ai.altertable.mcp.identity.OrganizationRole;
import ai.altertable.mcp.identity.admin.OrganizationPolicy.ClientRule;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrganizationAdministrationTest {
  private static final Page.Request ALL = Page.Request.first(100);

  private final AdministrationFixture org = new AdministrationFixture();
  private final OrganizationAdministration services = org.services;

  @AfterEach
  void close() {
    org.close();
  }

  private static Refused refused(Future<?> future) {
    return (Refused) Await.failure(future);
  }

  /** Every act, by somebody, in acme. */
  static Stream<BiFunction<OrganizationAdministrationTest, Actor, Future<?>>> acts() {
    return Stream.of(
        (t, a) -> t.services.members().list(a, "acme", ALL),
        (t, a) -> t.services.members().get(a, "acme", t.org.writerId),
        (t, a) ->
            t.services.members().changeRole(a, "acme", t.org.writerId, OrganizationRole.ADMIN),
        (t, a) -> t.services.members().remove(a, "acme", t.org.writerId),
        (t, a) ->
            t.services
                .members()
                .environmentRole(
                    a, "acme", t.org.writerId, "production", Optional.of(EnvironmentRole.WRITER)),
        (t, a) -> t.services.invitations().list(a, "acme", ALL),
        (t, a) -> t.services.invitations().create(a, "acme", "x@y.test", OrganizationRole.ADMIN),
        (t, a) -> t.services.invitations().revoke(a, "acme", UUID.randomUUID()),
        (t, a) -> t.services.environments().list(a, "acme"),
        (t, a) -> t.services.environments().get(a, "acme", "production"),
        (t, a) -> t.services.environments().create(a, "acme", "more", "More"),
        (t, a) -> t.services.environments().rename(a, "acme", "production", "Prod"),
        (t, a) -> t.services.environments().delete(a, "acme", "production", "production"),
        (t, a) -> t.services.policies().get(a, "acme"),
        (t, a) -> t.services.policies().set(a, "acme", OrganizationPolicy.OPEN),
        (t, a) -> t.services.audit().list(a, "acme", AuditFilter.ALL, Optional.empty(), 10),
        (t, a) ->
            t.services
                .audit()
                .export(a, "acme", AuditFilter.ALL, text -> Future.succeededFuture()));
  }

  @ParameterizedTest
  @MethodSource("acts")
  void onlyAnAdministratorOfTheOrganizationMayDoAnything(
      BiFunction<OrganizationAdministrationTest, Actor, Future<?>> act) {
    assertThat(refused(act.apply(this, org.writer)).why()).isEqualTo(Refused.Why.FORBIDDEN);
    assertThat(refused(act.apply(this, org.stranger)).why()).isEqualTo(Refused.Why.NOT_FOUND);
    Actor nobody = AdministrationFixture.person(UUID.randomUUID());
    assertThat(refused(act.apply(this, nobody)).why()).isEqualTo(Refused.Why.NOT_FOUND);
    Actor reader = Actor.serviceAccount(org.account(org.production, "read"), "c", "::1", "t");
    assertThat(refused(act.apply(this, reader)).why()).isEqualTo(Refused.Why.FORBIDDEN);
    Actor neighbour = Actor.serviceAccount(org.account(org.foreign, "admin"), "c", "::1", "t");
    assertThat(refused(act.apply(this, neighbour)).why()).isEqualTo(Refused.Why.NOT_FOUND);
    org.execute("UPDATE app_user SET disabled_at = now() WHERE email = 'admin@acme.test'");
    assertThat(refused(act.apply(this, org.admin)).why()).isEqualTo(Refused.Why.NOT_FOUND);
    assertThat(org.audit.lines()).isEmpty();
  }

  @Test
  void aServiceAccountWithTheScopeAdminIsAnAdministrator() {
    Actor robot = Actor.serviceAccount(org.account(org.production, "admin"), "c", "::1", "t");
    Await.get(services.environments().create(robot, "acme", "staging", "Staging"));
    assertThat(org.audit.lines()).containsExactly("environment.create ok");
    assertThat(Await.get(services.organizations(robot)).get(0).admin()).isTrue();
    org.execute("UPDATE service_account SET disabled_at = now()");
    assertThat(refused(services.environments().list(robot, "acme")).why())
        .isEqualTo(Refused.Why.NOT_FOUND);
  }

  @Test
  void listsMembersInPages() {
    Await.get(
        services
            .members()
            .environmentRole(
                org.admin,
                "acme",
                org.writerId,
                "production",
                Optional.of(EnvironmentRole.READER)));
    Page<Member> first =
        Await.get(services.members().list(org.admin, "acme", Page.Request.first(1)));
    assertThat(first.items()).extracting(Member::email).containsExactly("admin@acme.test");
    Page<Member> second =
        Await.get(services.members().list(org.admin, "acme", new Page.Request(first.next(), 1)));
    assertThat(second.items().get(0).environments())
        .isEqualTo(Map.of("production", EnvironmentRole.READER));
    assertThat(second.next()).isEmpty();
  }

  @Test
  void keepsTheLastAdministrator() {
    assertThat(refused(services.members().remove(org.admin, "acme", org.adminId)).why())
        .isEqualTo(Refused.Why.CONFLICT);
    assertThat(
            refused(
                    services
                        .members()
                        .changeRole(org.admin, "acme", org.adminId, OrganizationRole.READER))
                .why())
        .isEqualTo(Refused.Why.CONFLICT);
    UUID disabled = org.user("disabled@acme.test", org.acme, "admin");
    org.execute("UPDATE app_user SET disabled_at = now() WHERE id = '" + disabled + "'");
    assertThat(refused(services.members().remove(org.admin, "acme", org.adminId)).why())
        .isEqualTo(Refused.Why.CONFLICT);
  }

  @Test
  void keepsAnAdministratorWhenAllLeaveAtOnce() {
    List<UUID> admins = new ArrayList<>(List.of(org.adminId));
    for (int i = 0; i < 7; i++) {
      admins.add(org.user("admin" + i + "@acme.test", org.acme, "admin"));
    }
    List<Future<Void>> leaving = new ArrayList<>();
    for (int i = 0; i < admins.size(); i++) {
      Actor self = AdministrationFixture.person(admins.get(i));
      leaving.add(
          i % 2 == 0
              ? services.members().remove(self, "acme", admins.get(i))
              : services
                  .members()
                  .changeRole(self, "acme", admins.get(i), OrganizationRole.MEMBER));
    }
    leaving.forEach(one -> Await.get(one.transform(done -> Future.succeededFuture())));
    assertThat(leaving.stream().filter(Future::failed)).hasSize(1);
    assertThat(
            org.text(
                "SELECT count(*) FROM organization_role WHERE role = 'admin' AND organization_id ="
                    + " '"
                    + org.acme
                    + "'"))
        .isEqualTo("1");
  }

  @Test
  void removesAMemberWithRolesInEnvironmentsOfThisOrganizationOnly() {
    org.execute(
        "INSERT INTO environment_role SELECT '"
            + org.writerId
            + "', id, 'writer' FROM environment");
    Await.get(services.members().remove(org.admin, "acme", org.writerId));
    assertThat(
            org.text(
                "SELECT string_agg(environment_id::text, ',') FROM environment_role WHERE user_id ="
                    + " '"
                    + org.writerId
                    + "'"))
        .isEqualTo(org.foreign.toString());
    assertThat(Await.get(Directory.reachable(org.database.pool(), org.writerId))).isEmpty();
    assertThat(refused(services.members().get(org.admin, "acme", org.writerId)).why())
        .isEqualTo(Refused.Why.NOT_FOUND);
    assertThat(org.audit.lines()).containsExactly("member.remove ok");
  }

  @Test
  void touchesNoEnvironmentOfAnotherOrganization() {
    org.environment(org.globex, "secret");
    assertThat(
            refused(
                    services
                        .members()
                        .environmentRole(
                            org.admin,
                            "acme",
                            org.writerId,
                            "secret",
                            Optional.of(EnvironmentRole.READER)))
                .why())
        .isEqualTo(Refused.Why.NOT_FOUND);
    assertThat(refused(services.environments().delete(org.admin, "acme", "secret", "secret")).why())
        .isEqualTo(Refused.Why.NOT_FOUND);
  }

  @Test
  void makesRenamesAndDeletesEnvironments() {
    UUID staging =
        Await.get(services.environments().create(org.admin, "acme", "staging", " Staging "));
    assertThat(refused(services.environments().create(org.admin, "acme", "staging", "S")).why())
        .isEqualTo(Refused.Why.CONFLICT);
    Await.get(services.environments().rename(org.admin, "acme", "staging", "Try-out"));
    UUID grant = org.grant(org.writerId, staging, "client", "read");
    org.execute(
        "BEGIN; SELECT set_config('altertable.environment', '"
            + staging
            + "', true); INSERT INTO knowledge (environment_id, slug, title, content, created_by)"
            + " VALUES ('"
            + staging
            + "', 'KNW-1', 't', 'c', 'x'); COMMIT");
    assertThat(refused(services.environments().delete(org.admin, "acme", "staging", "yes")).field())
        .contains("confirmation");

    Await.get(services.environments().delete(org.admin, "acme", "staging", "staging"));

    assertThat(org.text("SELECT count(*) FROM oauth_grant WHERE id = '" + grant + "'"))
        .isEqualTo("0");
    assertThat(Await.get(services.environments().list(org.admin, "acme")))
        .extracting(EnvironmentEntry::slug)
        .containsExactly("production");
    assertThat(org.audit.lines())
        .containsExactly("environment.create ok", "environment.rename ok", "environment.delete ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "A", "a b", "a/b", "ä", "../x", "a\0"})
  void refusesShortNamesThatAreNone(String slug) {
    assertThat(refused(services.environments().create(org.admin, "acme", slug, "Name")).field())
        .contains("slug");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "a\nb", "a\0b"})
  void refusesNamesThatAreNone(String name) {
    assertThat(refused(services.environments().create(org.admin, "acme", "fine", name)).field())
        .contains("name");
  }

  @Test
  void invitesOncePerAddressAndNeverAMember() {
    Invitations.NewInvitation made =
        Await.get(
            services
                .invitations()
                .create(org.admin, "acme", " New@Person.TEST ", OrganizationRole.READER));
    assertThat(made.invitation().email()).isEqualTo("new@person.test");
    assertThat(made.token()).hasSize(43);
    assertThat(made.toString()).doesNotContain(made.token());
    Invitations.NewInvitation again =
        Await.get(
            services
                .invitations()
                .create(org.admin, "acme", "new@person.test", OrganizationRole.WRITER));
    assertThat(Await.get(services.invitations().list(org.admin, "acme", ALL)).items())
        .extracting(Invitation::role)
        .containsExactly(OrganizationRole.WRITER);
    assertThat(again.token()).isNotEqualTo(made.token());
    assertThat(org.text("SELECT string_agg(i::text, ' ') FROM invitation i"))
        .doesNotContain(made.token())
        .doesNotContain(again.token());
    assertThat(
            refused(
                    services
                        .invitations()
                        .create(org.admin, "acme", "WRITER@acme.test", OrganizationRole.ADMIN))
                .why())
        .isEqualTo(Refused.Why.CONFLICT);
    Await.get(services.invitations().revoke(org.admin, "acme", again.invitation().id()));
    assertThat(Await.get(services.invitations().list(org.admin, "acme", ALL)).items()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "@", "a@", "@b", "a b@c", "a@b@c", "a@b\r\nBcc: x@y"})
  void invitesOnlyAddresses(String email) {
    assertThat(
            refused(
                    services
                        .invitations()
                        .create(org.admin, "acme", email, OrganizationRole.READER))
                .field())
        .contains("email");
  }

  @Test
  void aStricterPolicyEndsWhatItForbids() {
    UUID verified =
        org.grant(org.writerId, org.production, "https://good.example/client.json", "read,write");
    UUID anonymous = org.grant(org.writerId, org.production, "random", "read");
    UUID foreign = org.grant(org.strangerId, org.foreign, "random", "read,write");

    Await.get(
        services
            .policies()
            .set(
                org.admin,
                "acme",
                new OrganizationPolicy(
                    ClientRule.VERIFIED, List.of(), false, Optional.of(7), false)));

    assertThat(org.text("SELECT revoked_because FROM oauth_grant WHERE id = '" + anonymous + "'"))
        .isEqualTo("organization policy");
    assertThat(
            org.text(
                "SELECT array_to_string(scope, ' ') || ' ' || (expires_at = created_at + interval"
                    + " '7 days') || ' ' || (revoked_at IS NULL) FROM oauth_grant WHERE id = '"
                    + verified
                    + "'"))
        .isEqualTo("read true true");
    assertThat(
            org.text(
                "SELECT array_to_string(scope, ' ') FROM oauth_grant WHERE revoked_at IS NULL AND"
                    + " id = '"
                    + foreign
                    + "'"))
        .isEqualTo("read write");
  }

  @ParameterizedTest
  @CsvSource({
    "any, '', whatever, true",
    "verified, '', whatever, false",
    "verified, '', https://good.example/c.json, true",
    "verified, '', http://good.example/c.json, false",
    "listed, '', whatever, false",
    "listed, whatever, whatever, true",
    "listed, whatever, WHATEVER, false",
    "listed, Good.Example, https://good.example/c.json, true",
    "listed, good.example, https://good.example:8443/c.json, true",
    "listed, good.example, https://evil.example/good.example, false",
    "listed, good.example, https://good.example@evil.example/c.json, false",
    "listed, good.example, https://good.example:x@evil.example/c.json, false",
    "listed, good.example, https://good.example.evil.example/c.json, false",
    "listed, good.example, https://not-good.example/c.json, false",
    "listed, good.example, good.example, true",
    "listed, https://good.example/c.json, https://good.example/c.json, true",
    "listed, https://good.example/c.json, https://good.example/d.json, false"
  })
  void letsInTheClientsThatThePolicyNames(
      String rule, String listed, String client, boolean allowed) {
    Await.get(
        services
            .policies()
            .set(
                org.admin,
                "acme",
                new OrganizationPolicy(
                    ClientRule.parse(rule), List.of(listed), true, Optional.empty(), false)));
    assertThat(
            Await.get(Directory.reach(org.database.pool(), org.writerId, client, org.production))
                .isPresent())
        .isEqualTo(allowed);
    assertThat(
            Await.get(Directory.reachable(org.database.pool(), org.writerId, client))
                .clientRefusedBy()
                .isEmpty())
        .isEqualTo(allowed);
  }

  @Test
  void asksNobodyForASecondFactorThatTheAdministratorLacks() {
    OrganizationPolicy policy =
        new OrganizationPolicy(ClientRule.ANY, List.of(), true, Optional.empty(), true);
    assertThat(refused(services.policies().set(org.admin, "acme", policy)).why())
        .isEqualTo(Refused.Why.CONFLICT);
    org.execute(
        "INSERT INTO second_factor (user_id, secret_sealed, confirmed_at) VALUES ('"
            + org.adminId
            + "', 'x', now())");
    UUID grant = org.grant(org.writerId, org.production, "client", "read");
    Await.get(services.policies().set(org.admin, "acme", policy));
    assertThat(Await.get(services.policies().get(org.admin, "acme"))).isEqualTo(policy);
    assertThat(org.text("SELECT revoked_because FROM oauth_grant WHERE id = '" + grant + "'"))
        .isEqualTo("organization policy");
    assertThat(
            Await.get(Directory.reachable(org.database.pool(), org.writerId, "client"))
                .secondFactorWantedBy())
        .containsExactly("Acme");
    assertThat(
            Await.get(Directory.reachable(org.database.pool(), org.adminId, "client"))
                .environments())
        .hasSize(1);
  }
}
