package ai.altertable.mcp;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;

/** The walls between the packages, and the habits that hold in all of them. */
class ArchitectureTest {
  private static final String ROOT = "ai.altertable.mcp";
  private static final DescribedPredicate<JavaClass> HTTP =
      resideInAnyPackage("io.vertx.core.http..", "io.vertx.ext.web..");
  private static final DescribedPredicate<JavaClass> HTTP_SERVER =
      assignableTo(HttpServer.class)
          .or(assignableTo(Router.class))
          .or(assignableTo(RoutingContext.class));
  private static final DescribedPredicate<JavaClass> SQL_CLIENT =
      resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..");

  private static JavaClasses product;
  private static JavaClasses everything;

  @BeforeAll
  static void importClasses() {
    everything = new ClassFileImporter().importPackages(ROOT);
    product =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
  }

  /** Each room, and the only other rooms it may know. */
  static Stream<Arguments> rooms() {
    return Stream.of(
        room("config"),
        room("bus"),
        room("platform", "config", "bus"),
        room("cluster", "platform", "config", "bus"),
        room("protocol", "bus"),
        room("oauth.resource", "oauth", "identity", "platform", "config", "bus"),
        room("conformance", "bus"),
        room("transport", "protocol", "bus", "config", "platform", "oauth.resource"),
        room("identity", "platform", "config", "bus"),
        room("oauth", "identity", "platform", "config", "bus"),
        room("delivery", "platform", "config", "bus"),
        room(
            "administration",
            "assets",
            "delivery",
            "lakehouse",
            "oauth",
            "identity",
            "platform",
            "config",
            "bus"),
        room(
            "api",
            "administration",
            "delivery",
            "lakehouse",
            "oauth",
            "identity",
            "platform",
            "config",
            "bus"),
        room(
            "console",
            "api",
            "administration",
            "delivery",
            "charts",
            "docs",
            "lakehouse",
            "oauth",
            "identity",
            "platform",
            "config",
            "bus"),
        room("lakehouse", "platform", "config", "bus"),
        room("analytics", "lakehouse", "platform"),
        room("charts", "analytics", "lakehouse", "platform"),
        room("docs", "platform"),
        room("assets", "platform", "bus"),
        room("ingest", "lakehouse", "platform", "config", "bus"),
        room("tasks", "protocol", "platform", "config", "bus"),
        room(
            "tools",
            "bus",
            "platform",
            "config",
            "lakehouse",
            "analytics",
            "assets",
            "charts",
            "docs"));
  }

  private static Arguments room(String name, String... neighbours) {
    return Arguments.of(name, neighbours);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rooms")
  void aRoomKnowsOnlyItsNeighbours(String room, String[] neighbours) {
    String[] allowed =
        Stream.concat(Stream.of(room), Arrays.stream(neighbours))
            .map(ArchitectureTest::within)
            .toArray(String[]::new);
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage(within(room))
            .should()
            .dependOnClassesThat(oursOutside(allowed))
            .allowEmptyShould(true);

    rule.check(product);
  }

  @Test
  void everyRoomHasItsRule() {
    String[] known =
        Stream.concat(Stream.of(ROOT), rooms().map(room -> within((String) room.get()[0])))
            .toArray(String[]::new);

    classes().should().resideInAnyPackage(known).check(product);
  }

  @ParameterizedTest
  @MethodSource("roomsWithoutHttp")
  void aRoomBehindTheEventBusNeverServesHttp(String room) {
    forbid(room, HTTP_SERVER);
  }

  static Stream<String> roomsWithoutHttp() {
    return Stream.of(
        "bus",
        "config",
        "lakehouse",
        "tools",
        "analytics",
        "charts",
        "docs",
        "assets",
        "conformance",
        "administration",
        "cluster",
        "tasks");
  }

  @Test
  void theProtocolKnowsNoHttp() {
    forbid("protocol", HTTP);
  }

  @ParameterizedTest
  @MethodSource("roomsWithoutSql")
  void aRoomInFrontNeverSpeaksSql(String room) {
    forbid(room, SQL_CLIENT);
  }

  static Stream<String> roomsWithoutSql() {
    return Stream.of(
        "bus",
        "cluster",
        "config",
        "protocol",
        "transport",
        "console",
        "api",
        "analytics",
        "charts");
  }

  @Test
  void noRoomsFormACycle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(product);
  }

  @Test
  void logsThroughSlf4jOnly() {
    GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(everything);
    fields()
        .that()
        .haveRawType(Logger.class)
        .should()
        .bePrivate()
        .andShould()
        .beStatic()
        .andShould()
        .beFinal()
        .allowEmptyShould(true)
        .check(product);
  }

  @Test
  void onlyTheRootPackageWritesToTheConsole() {
    noClasses()
        .that(not(resideInAnyPackage(ROOT)))
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(product);
  }

  @Test
  void nothingSleeps() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(everything);
    noClasses().should().callMethod(Thread.class, "sleep", long.class, int.class).check(everything);
  }

  @Test
  void onlyTheRootPackageEndsTheProcess() {
    noClasses()
        .that(not(resideInAnyPackage(ROOT)))
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(product);
  }

  @Test
  void theEnvironmentIsReadInOnePlace() {
    noClasses()
        .that(not(resideInAnyPackage(ROOT, within("config"))))
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(product);
  }

  @Test
  void noGenericExceptionsAreThrown() {
    GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(product);
  }

  @Test
  void collaboratorsComeThroughConstructors() {
    fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(within(""))
        .and()
        .areNotStatic()
        .should()
        .notBePublic()
        .andShould()
        .notBeAnnotatedWith("jakarta.inject.Inject")
        .andShould()
        .notBeAnnotatedWith("javax.inject.Inject")
        .check(product);
  }

  @Test
  void messagesOfTheBusAreImmutable() {
    fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(ROOT + ".bus")
        .should()
        .beFinal()
        .check(product);
  }

  @Test
  void nothingBlocksOnAFuture() {
    noClasses()
        .should()
        .callMethod(Future.class, "await")
        .orShould()
        .callMethod(Future.class, "await", long.class, TimeUnit.class)
        .check(product);
  }

  private static void forbid(String room, DescribedPredicate<JavaClass> classes) {
    noClasses()
        .that()
        .resideInAPackage(within(room))
        .should()
        .dependOnClassesThat(classes)
        .allowEmptyShould(true)
        .check(product);
  }

  private static DescribedPredicate<JavaClass> oursOutside(String... allowed) {
    return resideInAnyPackage(within(""))
        .and(not(resideInAnyPackage(allowed)))
        .as("belong to rooms other than %s", String.join(", ", allowed));
  }

  private static String within(String room) {
    return room.isEmpty() ? ROOT + ".." : ROOT + "." + room + "..";
  }
}
