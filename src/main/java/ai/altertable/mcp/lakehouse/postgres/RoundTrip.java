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
 * Statements without parameters that go to the server in one write and are answered in one
 * (PostgreSQL "Extended Query", "Pipelining"): each is parsed as the unnamed statement, bound and
 * executed, and one Sync ends them all. When one fails, the server skips those behind it.
 *
 * <p>The client library ends every command with a Sync of its own, and each makes the server write
 * and both sides switch: for a small query that is most of the work.
 */
final class RoundTrip {
  private static final int OVERHEAD_BYTES = 64;
  private static final byte ERROR = 'E';
  private static final byte COMMAND_COMPLETE = 'C';
  private static final byte READY_FOR_QUERY = 'Z';

  private final ContextInternal context;
  private final List<Step> steps = new ArrayList<>(3);
  private int executed;
  private PgException failure;

  private static final class Step {
    private final String sql;
    private final boolean described;
    private final PromiseInternal<Integer> done;
    private int count;

    Step(String sql, boolean described, PromiseInternal<Integer> done) {
      this.sql = sql;
      this.described = described;
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
    return add(sql, false);
  }

  /** Adds a statement whose columns and rows the tap's {@link RowSink} takes. */
  Future<Integer> rows(String sql) {
    return add(sql, true);
  }

  private Future<Integer> add(String sql, boolean described) {
    Step step = new Step(sql, described, context.promise());
    steps.add(step);
    return step.done.future();
  }

  /** How many bytes {@link #encode} writes, at most. */
  int size() {
    int size = OVERHEAD_BYTES;
    for (Step step : steps) {
      size += ByteBufUtil.utf8MaxBytes(step.sql) + OVERHEAD_BYTES;
    }
    return size;
  }

  /** Writes the messages that go to the server (PostgreSQL "Message Formats"). */
  void encode(ByteBuf out) {
    for (Step step : steps) {
      int parse = open(out, 'P');
      out.writeByte(0).writeCharSequence(step.sql, UTF_8);
      out.writeByte(0).writeShort(0);
      close(out, parse);
      // the unnamed portal of the unnamed statement; no parameters; every column as text
      int bind = open(out, 'B');
      out.writeShort(0).writeShort(0).writeShort(0).writeShort(0);
      close(out, bind);
      if (step.described) {
        int describe = open(out, 'D');
        out.writeByte('P').writeByte(0);
        close(out, describe);
      }
      int execute = open(out, 'E');
      out.writeByte(0).writeInt(0);
      close(out, execute);
    }
    close(out, open(out, 'S'));
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

  /** Whether rows that come now are of {@link #rows}. */
  boolean givesRows() {
    return executed < steps.size() && steps.get(executed).described;
  }

  /**
   * Takes a message that the server sent in answer.
   *
   * @param body without type and length; only valid during the call
   */
  void take(byte type, ByteBuf body) {
    switch (type) {
      case COMMAND_COMPLETE -> steps.get(executed++).count = ServerMessages.count(body);
      case ERROR -> failure = ServerMessages.error(body);
      case READY_FOR_QUERY -> settle(failure);
      default -> {
        // acknowledgements and notices say nothing that the rest does not
      }
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
