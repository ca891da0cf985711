package ai.altertable.mcp.identity.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.identity.OrganizationRole;
import ai.altertable.mcp.platform.AuditWriter;
import ai.altertable.mcp.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A change and its record in the audit log are one transaction. */
class RecordedChangeTest {
  private final AdministrationFixture fixture = new AdministrationFixture();
  private final Members members =
      new OrganizationAdministration(
              fixture.database, new AuditWriter(fixture.vertx, fixture.database.pool(), 100))
          .members();

  @AfterEach
  void close() {
    fixture.close();
  }

  private String role() {
    return fixture.text(
        "SELECT role FROM organization_role WHERE user_id = '" + fixture.writerId + "'");
  }

  @Test
  void theRecordIsThereAsSoonAsTheChange() {
    Await.get(members.changeRole(fixture.admin, "acme", fixture.writerId, OrganizationRole.READER));
    assertThat(role()).isEqualTo("reader");
    assertThat(fixture.text("SELECT string_agg(action || ' ' || target, ';') FROM audit_event"))
        .isEqualTo("member.role writer@acme.test: writer to reader");
  }

  @Test
  void nothingChangesThatCannotBeRecorded() {
    fixture.execute("ALTER TABLE audit_event RENAME TO away");
    Throwable failure =
        Await.failure(
            members.changeRole(fixture.admin, "acme", fixture.writerId, OrganizationRole.READER));
    assertThat(failure).hasMessageContaining("audit_event");
    assertThat(role()).isEqualTo("writer");
  }
}
