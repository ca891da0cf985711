package ai.altertable.mcp.lakehouse.connection;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.connection.ConnectionFault.Kind;
import ai.altertable.mcp.lakehouse.connection.ConnectionStore.Stored;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditEvent.Actor;
import ai.altertable.mcp.platform.AuditLog;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@link Connections} in the platform database, tried by the engines themselves. */
public final class PlatformConnections implements Connections {
  private final ConnectionStore store;
  private final EngineDrivers drivers;
  private final AuditLog audit;
  private final int most;

  /**
   * @param most connections of one environment
   */
  PlatformConnections(ConnectionStore store, EngineDrivers drivers, AuditLog audit, int most) {
    this.store = store;
    this.drivers = drivers;
    this.audit = audit;
    this.most = most;
  }

  @Override
  public Future<List<ConnectionView>> list(Tenant tenant) {
    return store.list(tenant).map(all -> all.stream().map(Stored::view).toList());
  }

  @Override
  public Future<ConnectionView> get(Tenant tenant, String catalog) {
    return existing(tenant, catalog).map(Stored::view);
  }

  @Override
  public Future<ConnectionCheck> test(Tenant tenant, ConnectionDraft draft) {
    return read(draft)
        .compose(
            settings ->
                store
                    .find(tenant, draft.catalog())
                    .compose(
                        found ->
                            found.isPresent()
                                ? change(found.get(), draft, settings)
                                : Future.succeededFuture(fresh(tenant, draft, settings))))
        .compose(drivers::check);
  }

  @Override
  public Future<ConnectionCheck> test(Tenant tenant, String catalog) {
    return existing(tenant, catalog).compose(stored -> drivers.check(stored.connection()));
  }

  @Override
  public Future<ConnectionView> add(
      Actor actor, Tenant tenant, ConnectionDraft draft, boolean anyway) {
    Future<ConnectionView> added =
        read(draft)
            .map(settings -> fresh(tenant, draft, settings))
            .compose(
                connection ->
                    tried(connection, anyway)
                        .compose(
                            tried ->
                                store.insert(
                                    connection, draft.description(), author(actor), most)));
    return audited("connection.add", actor, added);
  }

  @Override
  public Future<ConnectionView> edit(
      Actor actor, Tenant tenant, ConnectionDraft draft, boolean anyway) {
    Future<ConnectionView> edited =
        read(draft)
            .compose(
                settings ->
                    existing(tenant, draft.catalog())
                        .compose(stored -> change(stored, draft, settings)))
            .compose(
                connection ->
                    tried(connection, anyway)
                        .compose(tried -> store.update(connection, draft.description())));
    return audited("connection.edit", actor, edited);
  }

  @Override
  public Future<Void> remove(Actor actor, Tenant tenant, String catalog) {
    Future<Void> removed =
        store
            .delete(tenant, catalog)
            .compose(
                gone ->
                    gone
                        ? Future.succeededFuture()
                        : Future.failedFuture(unknown(tenant, catalog)));
    return audited("connection.remove", actor, removed);
  }

  private static Future<ConnectionSettings> read(ConnectionDraft draft) {
    try {
      return Future.succeededFuture(DraftReader.read(draft));
    } catch (ConnectionFault fault) {
      return Future.failedFuture(fault);
    }
  }

  private Future<Stored> existing(Tenant tenant, String catalog) {
    return store
        .find(tenant, catalog)
        .compose(
            found ->
                found
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(unknown(tenant, catalog))));
  }

  private static ExternalConnection fresh(
      Tenant tenant, ConnectionDraft draft, ConnectionSettings settings) {
    return new ExternalConnection(
        new ExternalConnection.Key(UUID.randomUUID(), 1),
        tenant,
        ConnectionStore.info(draft.catalog(), draft.name(), draft.engine(), draft.description()),
        settings,
        draft.secret());
  }

  private static Future<ExternalConnection> change(
      Stored stored, ConnectionDraft draft, ConnectionSettings settings) {
    ExternalConnection saved = stored.connection();
    if (!draft.engine().equals(saved.settings().engine())) {
      return Future.failedFuture(
          ConnectionFault.of(
              Kind.INVALID, "$.engine", "cannot be changed; add another connection"));
    }
    Optional<String> secret = draft.secret();
    if (secret.isEmpty() && saved.secret().isPresent() && DraftReader.takesSecret(settings)) {
      if (!settings.leadsWhere(saved.settings())) {
        return Future.failedFuture(
            ConnectionFault.of(
                Kind.INVALID,
                "$.secret",
                "must be given again, since it would go to another place than the one it was"
                    + " given for"));
      }
      secret = saved.secret();
    }
    return Future.succeededFuture(
        new ExternalConnection(
            saved.key(),
            saved.tenant(),
            ConnectionStore.info(
                draft.catalog(), draft.name(), draft.engine(), draft.description()),
            settings,
            secret));
  }

  private Future<Void> tried(ExternalConnection connection, boolean anyway) {
    if (anyway) {
      return Future.succeededFuture();
    }
    return drivers
        .check(connection)
        .compose(
            check ->
                check.reachable()
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        ConnectionFault.of(
                            Kind.UNREACHABLE, "$.settings", "do not work: " + check.message())));
  }

  private <T> Future<T> audited(String action, Actor actor, Future<T> done) {
    return done.transform(
        result -> {
          String outcome = result.succeeded() ? "ok" : outcome(result.cause());
          return audit
              .record(new AuditEvent(Instant.now(), action, outcome, actor, null, null))
              .compose(recorded -> done);
        });
  }

  private static String outcome(Throwable failure) {
    return failure instanceof ConnectionFault fault
        ? fault.kind().name().toLowerCase(java.util.Locale.ROOT)
        : "failed";
  }

  private static String author(Actor actor) {
    return actor.subject() == null ? "" : actor.subject();
  }

  private static ConnectionFault unknown(Tenant tenant, String catalog) {
    return ConnectionFault.of(
        Kind.NOT_FOUND,
        "$.catalog",
        "names no connection of "
            + tenant.path()
            + ": "
            + catalog.substring(0, Math.min(63, catalog.length())));
  }
}
