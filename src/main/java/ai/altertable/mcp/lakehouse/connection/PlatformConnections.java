package ai.altertable.mcp.lakehouse.connection;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.connection.ConnectionFault.Kind;
import ai.altertable.mcp.lakehouse.connection.ConnectionStore.Stored;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
      Asker asker, Tenant tenant, ConnectionDraft draft, boolean anyway) {
    Asked asked = new Asked("connection.add", asker, draft.catalog());
    return read(draft)
        .map(settings -> fresh(tenant, draft, settings))
        .compose(
            connection ->
                tried(connection, anyway)
                    .compose(
                        tried ->
                            store.insert(
                                connection,
                                draft.description(),
                                author(asker),
                                most,
                                audit.note(asked.of("ok")))))
        .recover(failure -> refused(asked, failure));
  }

  @Override
  public Future<ConnectionView> edit(
      Asker asker, Tenant tenant, ConnectionDraft draft, boolean anyway) {
    Asked asked = new Asked("connection.edit", asker, draft.catalog());
    return read(draft)
        .compose(
            settings ->
                existing(tenant, draft.catalog())
                    .compose(stored -> change(stored, draft, settings)))
        .compose(
            connection ->
                tried(connection, anyway)
                    .compose(
                        tried ->
                            store.update(
                                connection, draft.description(), audit.note(asked.of("ok")))))
        .recover(failure -> refused(asked, failure));
  }

  @Override
  public Future<Void> remove(Asker asker, Tenant tenant, String catalog) {
    Asked asked = new Asked("connection.remove", asker, catalog);
    return store
        .delete(tenant, catalog, audit.note(asked.of("ok")))
        .compose(
            gone ->
                gone
                    ? Future.<Void>succeededFuture()
                    : Future.failedFuture(unknown(tenant, catalog)))
        .recover(failure -> refused(asked, failure));
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

  /** A change that is asked for: its success is recorded with it, its failure afterwards. */
  private record Asked(String action, Asker asker, String catalog) {
    AuditEvent of(String outcome) {
      return new AuditEvent(
          Instant.now(), action, outcome, asker.actor(), null, catalog, asker.correlationId());
    }
  }

  private <T> Future<T> refused(Asked asked, Throwable failure) {
    return audit
        .record(asked.of(outcome(failure)))
        .compose(recorded -> Future.failedFuture(failure));
  }

  private static String outcome(Throwable failure) {
    return failure instanceof ConnectionFault fault
        ? fault.kind().name().toLowerCase(Locale.ROOT)
        : "failed";
  }

  private static String author(Asker asker) {
    return Objects.requireNonNullElse(asker.actor().subject(), "");
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
