package ai.altertable.mcp.identity.admin;

import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import java.util.List;

/** The package's services, made once for each node and shared by its verticles. Thread-safe. */
public final class OrganizationAdministration {
  private final Desk desk;
  private final Members members;
  private final Invitations invitations;
  private final Environments environments;
  private final PasswordLinks passwordLinks;
  private final Policies policies;
  private final AuditTrail audit;

  /**
   * @param log where every change is recorded
   */
  public OrganizationAdministration(PlatformDatabase database, AuditLog log) {
    this.desk = new Desk(database, log);
    this.members = new Members(desk);
    this.invitations = new Invitations(desk);
    this.environments = new Environments(desk);
    this.passwordLinks = new PasswordLinks(desk);
    this.policies = new Policies(desk);
    this.audit = new AuditTrail(desk);
  }

  /** The organizations that an actor belongs to, whatever the role, ordered by name. */
  public Future<List<Organization>> organizations(Actor actor) {
    return desk.organizations(actor);
  }

  /** Where other rooms' administration lets its actors in. */
  public Desk desk() {
    return desk;
  }

  public Members members() {
    return members;
  }

  public Invitations invitations() {
    return invitations;
  }

  public Environments environments() {
    return environments;
  }

  public PasswordLinks passwordLinks() {
    return passwordLinks;
  }

  public Policies policies() {
    return policies;
  }

  public AuditTrail audit() {
    return audit;
  }
}
