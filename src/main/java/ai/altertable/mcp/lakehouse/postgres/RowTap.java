package ai.altertable.mcp.lakehouse.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.util.List;

/**
 * Sits between the socket and vertx-pg-client's codec and reads the backend's message headers
 * (PostgreSQL "Message Formats").
 *
 * <p>The codec buffers every message whole and decodes rows into Java types that cannot hold every
 * value. This handler bounds a message before it is buffered, and while a {@link RowSink} listens
 * it takes the rows out of the stream, so that they are read once, in the server's own text, into
 * bounded memory. What answers a {@link RoundTrip} stays here, too; everything else goes on to the
 * codec unchanged.
 */
final class RowTap extends ByteToMessageDecoder {
  /** Largest message that is buffered. */
  static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

  /** How much of rows that nobody wants is read to keep a connection rather than closing it. */
  static final int MAX_DRAINED_BYTES = 4 * 1024 * 1024;

  private static final String NAME = "altertable-row-tap";
  private static final int HEADER_BYTES = 5;
  private static final byte ROW_DESCRIPTION = 'T';
  private static final byte DATA_ROW = 'D';
  private static final byte READY_FOR_QUERY = 'Z';

  private volatile RowSink sink;
  private volatile boolean oversized;
  private long drained;
  private RoundTrip roundTrip;
  private ChannelHandlerContext channel;
  private volatile boolean gone;
  private boolean paused;
  private Runnable afterwards = () -> {};

  /** Puts a tap before the codec of a new connection. */
  static void install(SqlConnection connection) {
    pipeline(connection).addBefore("codec", NAME, new RowTap());
  }

  /** The tap of a connection that {@link #install} has seen. */
  static RowTap of(SqlConnection connection) {
    return (RowTap) pipeline(connection).get(NAME);
  }

  private static ChannelPipeline pipeline(SqlConnection connection) {
    SocketConnectionBase socket =
        (SocketConnectionBase) ((SqlConnectionInternal) connection).unwrap().unwrap();
    return socket.socket().channelHandlerContext().pipeline();
  }

  /** Sends rows to that sink from the next command on; null gives them to the codec again. */
  void listen(RowSink next) {
    sink = next;
  }

  /** Sends statements; nothing else may be under way on the connection. */
  void send(RoundTrip next) {
    EventExecutor loop = channel.executor();
    if (loop.inEventLoop()) {
      write(next);
    } else {
      loop.execute(() -> write(next));
    }
  }

  private void write(RoundTrip next) {
    if (gone) {
      next.lost(ClosedConnectionException.INSTANCE);
      return;
    }
    if (roundTrip != null) {
      throw new IllegalStateException("a round trip is under way");
    }
    roundTrip = next;
    ByteBuf messages = channel.alloc().buffer(next.size());
    next.encode(messages);
    ChannelFuture unused = channel.writeAndFlush(messages);
  }

  /**
   * Reads no more from the socket, so that the server waits; what was read already still comes. On
   * the connection's event loop.
   */
  void pause() {
    paused = true;
    channel.channel().config().setAutoRead(false);
  }

  /** Reads again after {@link #pause}. */
  void resume() {
    channel.executor().execute(this::readOn);
  }

  private void readOn() {
    if (paused) {
      paused = false;
      channel.channel().config().setAutoRead(true);
    }
  }

  /** Whether the connection was closed because the server sent too much. */
  boolean oversized() {
    return oversized;
  }

  /** Whether the socket is closed. */
  boolean gone() {
    return gone;
  }

  /**
   * Closes the socket at once, without a farewell to the server.
   *
   * @param closed runs when everybody behind this handler, the pool too, has seen it closed
   */
  void kill(Runnable closed) {
    channel.executor().execute(() -> closeNow(closed));
  }

  private void closeNow(Runnable closed) {
    if (gone) {
      closed.run();
      return;
    }
    afterwards = closed;
    ChannelFuture unused = channel.close();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    if (paused) {
      // a decoder that has passed nothing on asks for more, even where nothing shall be read
      discardSomeReadBytes();
      context.fireChannelReadComplete();
    } else {
      super.channelReadComplete(context);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    gone = true;
    super.channelInactive(context);
    if (roundTrip != null) {
      RoundTrip open = roundTrip;
      roundTrip = null;
      open.lost(ClosedConnectionException.INSTANCE);
    }
    afterwards.run();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (oversized) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.readableBytes() < HEADER_BYTES) {
      return;
    }
    int start = in.readerIndex();
    byte type = in.getByte(start);
    // the length counts itself, but not the type
    long length = in.getUnsignedInt(start + 1) + 1;
    RowSink listener = roundTrip != null && roundTrip.givesRows() ? sink : null;
    boolean row = listener != null && type == DATA_ROW;
    if (length > MAX_MESSAGE_BYTES) {
      cutOff(context, in, length);
      return;
    }
    if (in.readableBytes() < length) {
      return;
    }
    if (row && unwanted(listener, length)) {
      cutOff(context, in, length);
    } else if (row) {
      listener.row(in.readSlice((int) length).skipBytes(HEADER_BYTES));
    } else if (listener != null && type == ROW_DESCRIPTION) {
      drained = 0;
      listener.columns(in.readSlice((int) length).skipBytes(HEADER_BYTES));
    } else if (roundTrip != null) {
      answer(type, in.readSlice((int) length).skipBytes(HEADER_BYTES));
    } else {
      out.add(in.readRetainedSlice((int) length));
    }
  }

  private void answer(byte type, ByteBuf body) {
    RoundTrip open = roundTrip;
    if (type == READY_FOR_QUERY) {
      // what it completes may send the next one at once
      roundTrip = null;
    }
    open.take(type, body);
  }

  private void cutOff(ChannelHandlerContext context, ByteBuf in, long length) {
    oversized = true;
    in.skipBytes(in.readableBytes());
    RowSink listener = sink;
    if (listener != null) {
      listener.cutOff(length);
    }
    ChannelFuture unused = context.close();
  }

  private boolean unwanted(RowSink listener, long length) {
    if (listener.accepting()) {
      return false;
    }
    drained += length;
    return drained > MAX_DRAINED_BYTES;
  }
}
