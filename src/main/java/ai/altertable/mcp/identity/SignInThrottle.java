package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.AddressBlock;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.RateLimiter;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Slows down guessing, on all nodes together, without letting a stranger lock an account's owner
 * out: tight for one account from one address, wider for one account from everywhere and for one
 * address over all accounts. Counts for unknown accounts as well, so it tells nothing about which
 * exist. What it counts is the stored form of an account, so no other spelling gets more attempts.
 */
public final class SignInThrottle {
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final int OF_ACCOUNT_AND_ADDRESS = 8;
  private static final int OF_ACCOUNT = 60;
  private static final int OF_ADDRESS = 120;

  /** Sorted, so that two attempts never wait for each other in a circle. */
  private static final String TAKE =
      """
      INSERT INTO sign_in_bucket AS b (key_hash, tokens, burst, rate, at, taken)
      SELECT k.key_hash, k.burst - 1, k.burst, k.burst / $3, now(), true
      FROM unnest($1::bytea[], $2::double precision[]) AS k (key_hash, burst) ORDER BY k.key_hash
      ON CONFLICT (key_hash) DO UPDATE SET
        tokens = refilled(b) - CASE WHEN refilled(b) >= 1 THEN 1 ELSE 0 END,
        taken = refilled(b) >= 1, at = now()
      RETURNING taken, tokens, rate
      """;

  private static final String FORGET = "DELETE FROM sign_in_bucket WHERE key_hash = $1";

  private final PlatformDatabase database;

  /** Ahead of the database, which must not be filled from one address. */
  private final RateLimiter<String> flood = new RateLimiter<>(OF_ADDRESS, WINDOW, OF_ADDRESS);

  public SignInThrottle(PlatformDatabase database) {
    this.database = database;
  }

  /**
   * Takes an attempt.
   *
   * @param account normalized e-mail address, or the key of whatever else is guessed at
   * @param address network address
   * @return zero when it may go on, else how long to wait
   */
  public Future<Duration> take(String account, String address) {
    String block = AddressBlock.of(address);
    Duration wait = flood.acquire(block);
    if (!wait.isZero()) {
      return Future.succeededFuture(wait);
    }
    Buffer[] keys =
        Stream.of(pair(account, block), "account\n" + account, "address\n" + block)
            .map(SignInThrottle::hash)
            .toArray(Buffer[]::new);
    Double[] bursts = {(double) OF_ACCOUNT_AND_ADDRESS, (double) OF_ACCOUNT, (double) OF_ADDRESS};
    return database
        .pool()
        .preparedQuery(TAKE)
        .execute(Tuple.of(keys, bursts, (double) WINDOW.toSeconds()))
        .map(SignInThrottle::longest);
  }

  /** The attempt was right: the attempts before it were the owner's. */
  public Future<Void> succeeded(String account, String address) {
    return database
        .pool()
        .preparedQuery(FORGET)
        .execute(Tuple.of(hash(pair(account, AddressBlock.of(address)))))
        .mapEmpty();
  }

  private static Duration longest(RowSet<Row> rows) {
    Duration longest = Duration.ZERO;
    for (Row row : rows) {
      if (!row.getBoolean("taken")) {
        double seconds = (1 - row.getDouble("tokens")) / row.getDouble("rate");
        Duration wait = Duration.ofMillis((long) Math.ceil(seconds * 1000));
        longest = wait.compareTo(longest) > 0 ? wait : longest;
      }
    }
    return longest;
  }

  private static String pair(String account, String block) {
    return "pair\n" + account + '\n' + block;
  }

  private static Buffer hash(String key) {
    return Buffer.buffer(Secrets.hash(key));
  }
}
