package ai.altertable.mcp.lakehouse.postgres;

import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.sqlclient.PropertyKind;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.PreparedStatement;
import io.vertx.sqlclient.internal.QueryResultHandler;
import io.vertx.sqlclient.internal.RowDesc;
import io.vertx.sqlclient.internal.command.CompositeCommand;
import io.vertx.sqlclient.internal.command.ExtendedQueryCommand;
import io.vertx.sqlclient.internal.command.PrepareStatementCommand;
import io.vertx.sqlclient.internal.command.QueryCommandBase;
import io.vertx.sqlclient.internal.command.SimpleQueryCommand;

/**
 * Commands that go to the server in one write, none waiting for the answer to the one before.
 *
 * <p>The client's public interface prepares a statement and waits before it binds. Here the
 * statement is parsed as the protocol's unnamed one, which the bind right behind it names
 * (PostgreSQL "Extended Query"): one round trip instead of two.
 */
final class CommandBatch {
  private final ContextInternal context;
  private final CompositeCommand commands = new CompositeCommand();

  /**
   * @param context where the futures complete
   */
  CommandBatch(ContextInternal context) {
    this.context = context;
  }

  /** Adds statements of ours in the simple protocol; gives the rows that the last one counts. */
  Future<Integer> simple(String sql) {
    PromiseInternal<Boolean> done = context.promise();
    Count count = new Count();
    commands.add(
        new SimpleQueryCommand<>(sql, false, false, QueryCommandBase.NULL_COLLECTOR, count), done);
    return done.future().map(more -> count.rows);
  }

  /** Adds exactly one statement without parameters in the extended protocol. */
  Future<Void> extended(String sql, PreparedStatement unnamed) {
    PromiseInternal<PreparedStatement> parsed = context.promise();
    commands.add(new PrepareStatementCommand(sql, null, false), parsed);
    PromiseInternal<Boolean> executed = context.promise();
    commands.add(
        ExtendedQueryCommand.createQuery(
            sql,
            null,
            unnamed,
            ArrayTuple.EMPTY,
            false,
            QueryCommandBase.NULL_COLLECTOR,
            QueryResultHandler.NOOP_HANDLER),
        executed);
    return parsed.future().compose(statement -> executed.future()).mapEmpty();
  }

  /** Writes the commands. */
  void send(Connection connection) {
    connection.schedule(commands, context.promise());
  }

  /**
   * What {@link #extended} binds: the unnamed statement, whatever it is at that moment. The text
   * parsed here only has to have no parameters and no rows.
   */
  static Future<PreparedStatement> unnamed(ContextInternal context, Connection connection) {
    PromiseInternal<PreparedStatement> parsed = context.promise();
    connection.schedule(new PrepareStatementCommand("ROLLBACK", null, false), parsed);
    return parsed.future();
  }

  private static final class Count implements QueryResultHandler<Void> {
    private int rows;

    @Override
    public <V> void addProperty(PropertyKind<V> property, V value) {
      // the server sends none
    }

    @Override
    public void handleResult(int updated, int size, RowDesc row, Void result, Throwable failure) {
      rows = updated;
    }
  }
}
