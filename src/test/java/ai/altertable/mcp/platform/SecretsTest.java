package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private static final byte[] PLAIN = "a database password".getBytes(UTF_8);

  private final Secrets secrets = new Secrets(key(1));

  @Property
  void opensNothingThatItDidNotSeal(@ForAll @Size(max = 64) byte[] bytes) {
    assertThatIllegalArgumentException().isThrownBy(() -> secrets.open("purpose", bytes));
  }

  @Property(tries = 200)
  void opensWhatItSealed(@ForAll byte[] plain) {
    assertThat(secrets.open("purpose", secrets.seal("purpose", plain))).isEqualTo(plain);
  }

  @Test
  void sealsTheSameTextDifferentlyEachTime() {
    assertThat(secrets.seal("p", PLAIN)).isNotEqualTo(secrets.seal("p", PLAIN));
  }

  @Test
  void opensNothingForAnotherPurposeOrUnderAnotherKey() {
    byte[] sealed = secrets.seal("p", PLAIN);

    assertThatIllegalArgumentException().isThrownBy(() -> secrets.open("q", sealed));
    assertThatIllegalArgumentException().isThrownBy(() -> new Secrets(key(2)).open("p", sealed));
  }

  @Test
  void noticesAChangeOfAnyByte() {
    byte[] sealed = secrets.seal("p", PLAIN);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatIllegalArgumentException().isThrownBy(() -> secrets.open("p", changed));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> secrets.open("p", new byte[3]));
  }

  @Test
  void signsByPurposeAndKey() {
    byte[] signature = secrets.sign("p", PLAIN);

    assertThat(Secrets.same(signature, secrets.sign("p", PLAIN))).isTrue();
    assertThat(Secrets.same(signature, secrets.sign("q", PLAIN))).isFalse();
    assertThat(Secrets.same(signature, new Secrets(key(2)).sign("p", PLAIN))).isFalse();
  }

  @Test
  void tokensAreLongUrlSafeAndDifferent() {
    Set<String> tokens = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String token = Secrets.randomToken();
      assertThat(token).matches("[A-Za-z0-9_-]{43}");
      tokens.add(token);
    }
    assertThat(tokens).hasSize(1_000);
  }

  @Test
  void hashesATokenWithSha256() {
    assertThat(HexFormat.of().formatHex(Secrets.hash("abc")))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void refusesAKeyOfTheWrongLength() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Secrets(new byte[31]));
  }

  private static byte[] key(int first) {
    byte[] key = new byte[32];
    key[0] = (byte) first;
    return key;
  }

  @Test
  void theFirstOfSeveralKeysSealsAndAllOpen() {
    Secrets old = new Secrets(key(1));
    Secrets both = new Secrets(List.of(key(2), key(1)));

    assertThat(both.open("p", old.seal("p", PLAIN))).isEqualTo(PLAIN);
    assertThat(new Secrets(key(2)).open("p", both.seal("p", PLAIN))).isEqualTo(PLAIN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> both.newest().open("p", old.seal("p", PLAIN)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Secrets(List.of()));
  }

  @Test
  void whatAnyOfSeveralKeysSignedIsGoodAndSaysWhichOne() {
    Secrets old = new Secrets(key(1));
    Secrets both = new Secrets(List.of(key(2), key(1)));

    assertThat(both.signed("p", PLAIN, old.sign("p", PLAIN))).isTrue();
    assertThat(both.signed("p", PLAIN, both.sign("p", PLAIN))).isTrue();
    assertThat(both.signed("q", PLAIN, old.sign("p", PLAIN))).isFalse();
    assertThat(both.signed("p", PLAIN, new Secrets(key(3)).sign("p", PLAIN))).isFalse();
    assertThat(both.signed("p", PLAIN, new byte[33])).isFalse();
    assertThat(both.signer("p", PLAIN, old.sign("p", PLAIN)).orElseThrow().sign("n", PLAIN))
        .isEqualTo(old.sign("n", PLAIN));
  }
}
