package ai.altertable.mcp.lakehouse.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps that go to the server in one write and are answered in one (PostgreSQL "Extended Query",
 * "Pipelining"), with one Sync behind them all. A statement without parameters is parsed as the
 * unnamed statement, bound and executed; one that was prepared is only bound and executed; a fetch
 * executes the portal that a cursor is, so that the server sends each row as it has it. When a step
 * fails, the server skips those behind it.
 *
 * <p>The client library ends every command with a Sync of its own, and each makes the server write
 * and both sides switch: for a small query that is most of the work.
 */
final class RoundTrip {
  private static final int OVERHEAD_BYTES = 64;
  private static final byte ERROR = 'E';
  private static final byte COMMAND_COMPLETE = 'C';
  private static final byte PORTAL_SUSPENDED = 's';
  private static final byte PARSE_COMPLETE = '1';
  private static final byte READY_FOR_QUERY = 'Z';
  private static final String UNNAMED = "";

  /** SQLSTATE of a prepared statement that is not there. */
  static final String REPLACED = "26000";

  private final ContextInternal context;
  private final List<Step> steps = new ArrayList<>(3);
  private int executed;
  private PgException failure;

  private sealed interface Command {}

  private record Statement(String sql) implements Command {}

  private record Prepare(String name, String sql) implements Command {}

  private record Prepared(String name, String tag) implements Command {}

  private record Fetch(String cursor, int rows) implements Command {}

  private static final class Step {
    private final Command command;
    private final PromiseInternal<Integer> done;
    private int count;

    Step(Command command, PromiseInternal<Integer> done) {
      this.command = command;
      this.done = done;
    }
  }

  /**
   * @param context where the futures complete
   */
  RoundTrip(ContextInternal context) {
    this.context = context;
  }

  /**
   * Adds a statement that gives no rows, or none that matter.
   *
   * @param sql exactly one, without the character U+0000
   * @return completes with the number in the server's command tag, 0 where there is none
   */
  Future<Integer> statement(String sql) {
    return add(new Statement(sql));
  }

  /**
   * Has a statement parsed that gives no rows; it stays with the session, whatever becomes of its
   * transactions.
   *
   * @param name nobody else's in the session
   * @param sql exactly one, without the character U+0000
   */
  Future<Integer> prepare(String name, String sql) {
    return add(new Prepare(name, sql));
  }

  /**
   * Adds a statement that {@link #prepare} has named.
   *
   * @param tag what the server must answer, or something else was executed under that name
   */
  Future<Integer> prepared(String name, String tag) {
    return add(new Prepared(name, tag));
  }

  /**
   * Reads rows of an open cursor; the tap's {@link RowSink} takes them, and their columns before.
   *
   * @param rows at most, from 1
   * @return completes with how many came; fewer than asked for means that there are no more
   */
  Future<Integer> fetch(String cursor, int rows) {
    return add(new Fetch(cursor, rows));
  }

  private Future<Integer> add(Command command) {
    Step step = new Step(command, context.promise());
    steps.add(step);
    return step.done.future();
  }

  /** How many bytes {@link #encode} writes, at most. */
  int size() {
    int size = OVERHEAD_BYTES;
    for (Step step : steps) {
      size += OVERHEAD_BYTES;
      if (step.command instanceof Statement statement) {
        size += ByteBufUtil.utf8MaxBytes(statement.sql);
      } else if (step.command instanceof Prepare prepare) {
        size += ByteBufUtil.utf8MaxBytes(prepare.sql);
      }
    }
    return size;
  }

  /** Writes the messages that go to the server (PostgreSQL "Message Formats"). */
  void encode(ByteBuf out) {
    for (Step step : steps) {
      if (step.command instanceof Statement statement) {
        parse(out, UNNAMED, statement.sql);
        bind(out, UNNAMED);
        execute(out, UNNAMED, 0);
      } else if (step.command instanceof Prepare prepare) {
        parse(out, prepare.name, prepare.sql);
      } else if (step.command instanceof Prepared prepared) {
        bind(out, prepared.name);
        execute(out, UNNAMED, 0);
      } else if (step.command instanceof Fetch fetch) {
        int describe = open(out, 'D');
        text(out.writeByte('P'), fetch.cursor);
        close(out, describe);
        execute(out, fetch.cursor, fetch.rows);
      }
    }
    close(out, open(out, 'S'));
  }

  private static void parse(ByteBuf out, String name, String sql) {
    int parse = open(out, 'P');
    text(text(out, name), sql).writeShort(0);
    close(out, parse);
  }

  private static void bind(ByteBuf out, String name) {
    int bind = open(out, 'B');
    // to the unnamed portal; no parameters; every column as text
    text(out.writeByte(0), name).writeShort(0).writeShort(0).writeShort(0);
    close(out, bind);
  }

  private static void execute(ByteBuf out, String portal, int rows) {
    int execute = open(out, 'E');
    text(out, portal).writeInt(rows);
    close(out, execute);
  }

  private static ByteBuf text(ByteBuf out, String text) {
    out.writeCharSequence(text, UTF_8);
    return out.writeByte(0);
  }

  private static int open(ByteBuf out, char type) {
    out.writeByte(type);
    int at = out.writerIndex();
    out.writeInt(0);
    return at;
  }

  private static void close(ByteBuf out, int at) {
    out.setInt(at, out.writerIndex() - at);
  }

  /** Whether rows that come now are of {@link #fetch}. */
  boolean givesRows() {
    return executed < steps.size() && steps.get(executed).command instanceof Fetch;
  }

  /**
   * Takes a message that the server sent in answer.
   *
   * @param body without type and length; only valid during the call
   */
  void take(byte type, ByteBuf body) {
    switch (type) {
      case PARSE_COMPLETE -> {
        if (steps.get(executed).command instanceof Prepare) {
          executed++;
        }
      }
      case COMMAND_COMPLETE -> completed(body);
      case PORTAL_SUSPENDED -> suspended();
      case ERROR -> failed(ServerMessages.error(body));
      case READY_FOR_QUERY -> settle(failure);
      default -> {
        // acknowledgements and notices say nothing that the rest does not
      }
    }
  }

  private void completed(ByteBuf body) {
    if (failure != null) {
      return;
    }
    Step step = steps.get(executed);
    if (step.command instanceof Prepared prepared && !ServerMessages.hasTag(body, prepared.tag)) {
      failed(new PgException(prepared.name + " is another statement", "ERROR", REPLACED, null));
      return;
    }
    step.count = ServerMessages.count(body);
    executed++;
  }

  private void suspended() {
    if (failure == null) {
      Step step = steps.get(executed++);
      step.count = ((Fetch) step.command).rows;
    }
  }

  private void failed(PgException why) {
    // what follows a failure fails because of it
    if (failure == null) {
      failure = why;
    }
  }

  /** The connection is gone: what was executed stays so, the rest fails. */
  void lost(Throwable why) {
    settle(why);
  }

  private void settle(Throwable why) {
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (i < executed) {
        step.done.complete(step.count);
      } else {
        step.done.fail(why);
      }
    }
  }
}
