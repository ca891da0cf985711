package ai.altertable.mcp.identity.admin;

import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.RecordedAudit;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** An organization {@code acme} with people in every role, and one beside it. */
final class AdministrationFixture implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  final PlatformDatabase database = TestDatabase.create().connect(vertx);
  final RecordedAudit audit = new RecordedAudit();
  final OrganizationAdministration services = new OrganizationAdministration(database, audit);

  final UUID acme =
      id("INSERT INTO organization (slug, name) VALUES ('acme', 'Acme') RETURNING id");
  final UUID globex =
      id("INSERT INTO organization (slug, name) VALUES ('globex', 'Globex') RETURNING id");
  final UUID production = environment(acme, "production");
  final UUID foreign = environment(globex, "production");
  final UUID adminId = user("admin@acme.test", acme, "admin");
  final UUID writerId = user("writer@acme.test", acme, "writer");
  final UUID strangerId = user("admin@globex.test", globex, "admin");
  final Actor admin = person(adminId);
  final Actor writer = person(writerId);
  final Actor stranger = person(strangerId);

  static Actor person(UUID id) {
    return Actor.person(id, "127.0.0.1", "test");
  }

  UUID user(String email, UUID organization, String role) {
    UUID user =
        id("INSERT INTO app_user (email, name) VALUES ('" + email + "', 'Somebody') RETURNING id");
    Await.get(
        database
            .pool()
            .preparedQuery(
                "INSERT INTO organization_role (user_id, organization_id, role) VALUES ($1, $2, $3)")
            .execute(Tuple.of(user, organization, role)));
    return user;
  }

  UUID environment(UUID organization, String slug) {
    return id(
        "INSERT INTO environment (organization_id, slug, name) VALUES ('"
            + organization
            + "', '"
            + slug
            + "', 'An environment') RETURNING id");
  }

  /** A live grant of a user for a client. */
  UUID grant(UUID user, UUID environment, String client, String scopes) {
    execute(
        "INSERT INTO oauth_client (id, kind, name, grant_types, auth_method) VALUES ('"
            + client
            + "', 'registered', 'A client', '{authorization_code}', 'none') ON CONFLICT DO NOTHING");
    return id(
        "INSERT INTO oauth_grant (client_id, user_id, environment_id, scope, resource, expires_at)"
            + " VALUES ('"
            + client
            + "', '"
            + user
            + "', '"
            + environment
            + "', '{"
            + scopes
            + "}', 'r', now() + interval '100 days') RETURNING id");
  }

  /** A service account with its scopes. */
  UUID account(UUID environment, String scopes) {
    return id(
        "INSERT INTO service_account (environment_id, name, scope) VALUES ('"
            + environment
            + "', 'robot', '{"
            + scopes
            + "}') RETURNING id");
  }

  void execute(String sql) {
    Await.get(database.pool().query(sql).execute());
  }

  UUID id(String sql) {
    return Await.get(
        database.pool().query(sql).execute().map(rows -> rows.iterator().next().getUUID("id")));
  }

  String text(String sql) {
    return Await.get(
        database
            .pool()
            .query(sql)
            .execute()
            .map(rows -> String.valueOf(rows.iterator().next().getValue(0))));
  }

  @Override
  public void close() {
    Await.get(vertx.close());
  }
}
