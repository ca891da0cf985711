package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.BoundedWorker;
import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Password hashing with Argon2id (RFC 9106) at 19 MiB, two passes, one lane: the first choice of
 * the OWASP password storage guide. Slow on purpose, so only on its own bounded pool.
 */
public final class Passwords {
  /** Longer ones are refused before hashing: the length is the sender's, the work is ours. */
  public static final int LONGEST = 1024;

  /** Length is what makes a password good; composition rules only make it hard to remember. */
  public static final int SHORTEST = 12;

  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int HASH_BYTES = 32;
  private static final int SALT_BYTES = 16;

  /** Crockford's base 32 without look-alikes: five bits a letter. */
  private static final String LETTERS = "abcdefghjkmnpqrstvwxyz0123456789";

  private static final int GROUPS = 5;
  private static final int GROUP_LETTERS = 4;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Of a password that nobody knows, with the settings above. */
  static final String DECOY =
      "$argon2id$v=19$m=19456,t=2,p=1$1t/+mu1zXiPEv0cxW65xdQ"
          + "$Co9r4SqYhM/yeXwq3WBil6mmK4MwRURDht69p7PIMZU";

  private final BoundedWorker worker;

  /**
   * @param worker its own pool, so that sign-ins cannot starve other work
   */
  public Passwords(BoundedWorker worker) {
    this.worker = worker;
  }

  /**
   * Hashes a new password.
   *
   * @return the PHC string; fails with {@link java.util.concurrent.RejectedExecutionException} when
   *     the pool is full
   */
  public Future<String> hash(String password) {
    return worker.run(() -> hashNow(password));
  }

  /**
   * Checks a password. Without a hash it works as long and says no, so that the time does not tell
   * whether an account exists.
   *
   * @param hash PHC string, or empty for an unknown account or one without a password
   */
  public Future<Boolean> matches(String password, Optional<String> hash) {
    String against = hash.orElse(DECOY);
    return worker.run(
        () ->
            Password.check(password, against).with(Argon2Function.getInstanceFromHash(against))
                && hash.isPresent());
  }

  /** Whether a new password is long enough, and short enough to be hashed. */
  public static boolean fit(String password) {
    return password.codePointCount(0, password.length()) >= SHORTEST
        && password.length() <= LONGEST;
  }

  /** A new password of 100 random bits, in groups that can be typed. */
  public static String random() {
    return IntStream.range(0, GROUPS)
        .mapToObj(
            group ->
                RANDOM
                    .ints(GROUP_LETTERS, 0, LETTERS.length())
                    .mapToObj(letter -> String.valueOf(LETTERS.charAt(letter)))
                    .collect(Collectors.joining()))
        .collect(Collectors.joining("-"));
  }

  private static String hashNow(String password) {
    return Password.hash(password)
        .addRandomSalt(SALT_BYTES)
        .with(Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID))
        .getResult();
  }
}
