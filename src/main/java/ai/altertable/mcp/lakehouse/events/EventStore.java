package ai.altertable.mcp.lakehouse.events;

import ai.altertable.mcp.lakehouse.events.EventWrite.Alias;
import ai.altertable.mcp.lakehouse.events.EventWrite.Identify;
import ai.altertable.mcp.lakehouse.events.EventWrite.Ids;
import ai.altertable.mcp.lakehouse.events.EventWrite.Track;
import ai.altertable.mcp.lakehouse.postgres.CopyRows;
import ai.altertable.mcp.lakehouse.postgres.OwnerLogin;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A session that writes events into one environment's database. Everything blocks. Not thread-safe,
 * and of no use any more after a failure of the connection.
 *
 * <p>Events are resolved while they are written: each gets the identity that its distinct id has.
 * When an id becomes another identity's, later events get that one, and {@link #settle} moves the
 * earlier ones.
 */
public final class EventStore implements AutoCloseable {
  private static final String COPY =
      "COPY product_analytics.events (uuid, \"timestamp\", event, properties, distinct_id,"
          + " anonymous_id, device_id, session_id, identity_uuid) FROM STDIN";

  /**
   * Shared by whoever writes events, alone for whoever changes who is who. A lock of a table:
   * owners may not take advisory locks.
   */
  private static final String EVENTS_LOCK = "LOCK TABLE ingestion.gate IN ROW EXCLUSIVE MODE";

  private static final String IDENTITIES_LOCK =
      "LOCK TABLE ingestion.gate IN SHARE ROW EXCLUSIVE MODE";
  private static final String RECEIPTS =
      "INSERT INTO ingestion.receipt (message_id) SELECT unnest(CAST(? AS uuid[])) ORDER BY 1"
          + " ON CONFLICT DO NOTHING RETURNING message_id";
  private static final String IDENTITIES =
      "SELECT distinct_id, identity_uuid FROM product_analytics.identity_distinct_ids"
          + " WHERE distinct_id = ANY (?)";
  private static final String IDENTIFY = "SELECT ingestion.identify(?, ?, ?, ?, CAST(? AS jsonb))";
  private static final String ALIAS = "SELECT ingestion.alias(?, ?, ?, ?)";
  private static final String SETTLE = "SELECT ingestion.settle(10000)";
  private static final String FORGET =
      "DELETE FROM ingestion.receipt WHERE received_at < now() - interval '14 days'"
          + " AND ctid = ANY (ARRAY (SELECT ctid FROM ingestion.receipt"
          + " WHERE received_at < now() - interval '14 days' LIMIT 50000))";

  private static final int ALIVE_SECONDS = 5;

  private final Connection connection;
  private final EventPartitions partitions = new EventPartitions();

  private EventStore(Connection connection) {
    this.connection = connection;
  }

  /**
   * Connects, and makes the tables when they are missing.
   *
   * @param reader role of queries; sees the events, and nothing of how they come in
   */
  public static EventStore open(PgConnectOptions owner, String reader) throws SQLException {
    Connection connection = OwnerLogin.connect(owner, "altertable-mcp events");
    try {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "SET lock_timeout = '15s'; SET statement_timeout = '45s'; SET TimeZone = 'UTC'");
      }
      EventSchema.prepare(connection, reader);
      return new EventStore(connection);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Writes all or nothing; what is committed when this returns survives whatever comes. What came
   * before, by its message id, is left out.
   *
   * @return whether {@link #settle} has something to do
   */
  public boolean write(List<EventWrite> writes) throws SQLException {
    partitions.ensure(
        connection,
        writes.stream()
            .filter(Track.class::isInstance)
            .map(write -> ((Track) write).at())
            .toList());
    boolean[] identities = {false};
    Transactions.run(connection, () -> identities[0] = writeAll(writes));
    return identities[0];
  }

  private boolean writeAll(List<EventWrite> writes) throws SQLException, IOException {
    boolean identities = writes.stream().anyMatch(write -> !(write instanceof Track));
    execute(identities ? IDENTITIES_LOCK : EVENTS_LOCK);
    Set<UUID> fresh = receive(writes);
    List<Track> tracks = new ArrayList<>();
    for (EventWrite write : writes) {
      if (write.messageId() != null && !fresh.remove(write.messageId())) {
        continue;
      }
      if (write instanceof Track track) {
        tracks.add(track);
      } else if (write instanceof Identify identify) {
        identify(identify);
      } else if (write instanceof Alias alias) {
        alias(alias);
      }
    }
    if (!tracks.isEmpty()) {
      copy(tracks);
    }
    return identities;
  }

  /** The message ids that had not come before. */
  private Set<UUID> receive(List<EventWrite> writes) throws SQLException {
    UUID[] ids =
        writes.stream().map(EventWrite::messageId).filter(id -> id != null).toArray(UUID[]::new);
    Set<UUID> fresh = new HashSet<>();
    if (ids.length > 0) {
      Array array = connection.createArrayOf("uuid", ids);
      try (PreparedStatement statement = connection.prepareStatement(RECEIPTS)) {
        statement.setArray(1, array);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            fresh.add(rows.getObject(1, UUID.class));
          }
        }
      } finally {
        array.free();
      }
    }
    return fresh;
  }

  private void identify(Identify identify) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(IDENTIFY)) {
      statement.setString(1, identify.distinct());
      statement.setObject(2, EventWrite.derivedIdentity(identify.distinct()));
      statement.setString(3, identify.anonymous());
      statement.setObject(
          4,
          identify.anonymous() == null ? null : EventWrite.derivedIdentity(identify.anonymous()),
          java.sql.Types.OTHER);
      statement.setString(5, identify.traits());
      statement.execute();
    }
  }

  private void alias(Alias alias) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ALIAS)) {
      statement.setString(1, alias.distinct());
      statement.setObject(2, EventWrite.derivedIdentity(alias.distinct()));
      statement.setString(3, alias.survivor());
      statement.setObject(4, EventWrite.derivedIdentity(alias.survivor()));
      statement.execute();
    }
  }

  private void copy(List<Track> tracks) throws SQLException, IOException {
    Map<String, UUID> known = identities(tracks);
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
    try {
      CopyRows rows = new CopyRows(copy);
      for (Track track : tracks) {
        Ids ids = track.ids();
        UUID identity = known.get(ids.distinct());
        rows.add(track.messageId() == null ? UUID.randomUUID() : track.messageId())
            .add(track.at())
            .add(track.event())
            .add(track.properties())
            .add(ids.distinct())
            .add(ids.anonymous())
            .add(ids.device())
            .add(ids.session())
            .add(identity == null ? EventWrite.derivedIdentity(ids.distinct()) : identity)
            .end();
      }
      rows.flush();
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private Map<String, UUID> identities(List<Track> tracks) throws SQLException {
    String[] ids =
        tracks.stream().map(track -> track.ids().distinct()).distinct().toArray(String[]::new);
    Map<String, UUID> known = new HashMap<>();
    Array array = connection.createArrayOf("text", ids);
    try (PreparedStatement statement = connection.prepareStatement(IDENTITIES)) {
      statement.setArray(1, array);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          known.put(rows.getString(1), rows.getObject(2, UUID.class));
        }
      }
    } finally {
      array.free();
    }
    return known;
  }

  /**
   * Moves some events to the identity that theirs became.
   *
   * @return whether there are more
   */
  public boolean settle() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SETTLE)) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  /** Whether the server still answers. */
  public boolean alive() throws SQLException {
    return connection.isValid(ALIVE_SECONDS);
  }

  /** Forgets message ids that are too old to come again, some at a time. */
  public void forgetReceipts() throws SQLException {
    execute(FORGET);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
