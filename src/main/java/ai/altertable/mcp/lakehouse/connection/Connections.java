package ai.altertable.mcp.lakehouse.connection;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.platform.AuditEvent.Actor;
import io.vertx.core.Future;
import java.util.List;

/**
 * The connections of an environment, for those who manage them. The caller has checked that the
 * asker may; every change is audited. Fails with {@link ConnectionFault}.
 */
public interface Connections {
  /**
   * Who asks for a change, as the audit log tells it.
   *
   * @param correlationId of the request, also in the logs, or null
   */
  record Asker(Actor actor, String correlationId) {
    public Asker {
      requireNonNull(actor, "actor is null");
    }
  }

  /** All of them, by catalog. */
  Future<List<ConnectionView>> list(Tenant tenant);

  Future<ConnectionView> get(Tenant tenant, String catalog);

  /**
   * Tries a connection that is not saved, or a change of one that is: without a secret, that of the
   * saved one of the same catalog is used when it goes to the same place.
   */
  Future<ConnectionCheck> test(Tenant tenant, ConnectionDraft draft);

  /** Tries a saved connection. */
  Future<ConnectionCheck> test(Tenant tenant, String catalog);

  /**
   * Tries and adds one.
   *
   * @param anyway saves it even when it cannot be reached now
   */
  Future<ConnectionView> add(Asker asker, Tenant tenant, ConnectionDraft draft, boolean anyway);

  /**
   * Tries and changes one: name, description, settings and secret of the connection of the draft's
   * catalog, whose engine stays.
   *
   * @param anyway as in {@link #add}
   */
  Future<ConnectionView> edit(Asker asker, Tenant tenant, ConnectionDraft draft, boolean anyway);

  Future<Void> remove(Asker asker, Tenant tenant, String catalog);
}
