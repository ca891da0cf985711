package ai.altertable.mcp.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.BusCodecs;
import ai.altertable.mcp.platform.TestCluster;
import ai.altertable.mcp.testing.Await;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one node says, another hears word for word: nothing in a message is lost on the wire. */
class BusWireTest {
  private static final TestCluster CLUSTER = new TestCluster();
  private static TestCluster.Node sender;

  @BeforeAll
  static void listen() {
    TestCluster.Node echo = CLUSTER.join();
    sender = CLUSTER.join();
    Await.until(() -> CLUSTER.seenByTheNewest() == 2);
    Await.get(
        echo.vertx()
            .eventBus()
            .consumer("echo", message -> message.reply(message.body()))
            .completion());
  }

  @AfterAll
  static void close() {
    CLUSTER.close();
  }

  static Stream<Object> messages() {
    return WireExamples.all();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void arrivesAsItWasSent(Object message) {
    Object answer = Await.get(sender.vertx().eventBus().request("echo", message)).body();

    assertThat(answer).isEqualTo(message).isNotSameAs(message);
  }

  /** Whoever adds a message adds an example of it. */
  @Test
  void thereIsAnExampleOfEveryMessage() {
    Set<String> known =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(BusCodecs.class.getPackageName())
                .stream()
                .filter(type -> type.isRecord() && sent(type))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    Set<String> shown =
        messages().map(message -> message.getClass().getName()).collect(Collectors.toSet());

    assertThat(known).hasSizeGreaterThan(20);
    assertThat(shown).isEqualTo(known);
  }

  /** Those that only come inside of others are shown there. */
  private static boolean sent(JavaClass type) {
    return type.tryGetMethod("toJson").isPresent() && !WireExamples.PARTS.contains(type.getName());
  }
}
