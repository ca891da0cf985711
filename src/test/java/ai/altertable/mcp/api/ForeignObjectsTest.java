package ai.altertable.mcp.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.DatabaseState;
import ai.altertable.mcp.testing.TestApi;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Another organization's objects are not there, whether the path, the body or a filter names them.
 * The cases come from the contract: an operation that is added is tested, and one whose path names
 * a new kind of object fails here until the kind has an example.
 */
class ForeignObjectsTest {
  private static final TestApp APP = TestApp.start();
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
  private static final Map<String, String> OWN = new HashMap<>();
  private static final Map<String, String> FOREIGN = new HashMap<>();

  /** In a body they name what is made, not what is there. */
  private static final Set<String> NEW_NAMES = Set.of("catalog");

  private static TestApi api;

  /**
   * An operation with one object of the other organization.
   *
   * @param kind of the object, as the contract names it
   */
  record Case(Contract.Operation operation, String kind) {
    @Override
    public String toString() {
      return operation.id() + " with a foreign " + kind;
    }
  }

  @BeforeAll
  static void populate() {
    api = TestApi.admin(APP, "demo", "production");
    APP.execute(
        """
        INSERT INTO organization (slug, name) VALUES ('acme', 'Acme');
        INSERT INTO environment (organization_id, slug, name)
        SELECT id, 'vault', 'Vault' FROM organization WHERE slug = 'acme'
        """);
    populate(OWN, api, "demo", "production");
    populate(FOREIGN, TestApi.admin(APP, "acme", "vault"), "acme", "vault");
  }

  /** One object of every kind. */
  private static void populate(
      Map<String, String> ids, TestApi admin, String organization, String environment) {
    String root = "/organizations/" + organization;
    String inside = root + "/environments/" + environment;
    APP.execute(
        """
        WITH u AS (INSERT INTO app_user (email, name) VALUES ('one@%1$s.test', 'One') RETURNING id)
        INSERT INTO organization_role (user_id, organization_id, role)
        SELECT u.id, o.id, 'member' FROM u, organization o WHERE o.slug = '%1$s'
        """
            .formatted(organization));
    JsonObject member =
        admin.get(root + "/members").json().getJsonArray("members").stream()
            .map(JsonObject.class::cast)
            .filter(one -> one.getString("email").startsWith("one@"))
            .findAny()
            .orElseThrow();
    JsonObject invitation =
        new JsonObject().put("email", "two@" + organization + ".test").put("role", "reader");
    JsonObject connection = Examples.of("addConnection").put("catalog", environment + "_crm");
    JsonObject account =
        new JsonObject()
            .put("name", "Job")
            .put("environment", environment)
            .put("scopes", new JsonArray().add("read"));
    ids.put("member", member.getString("id"));
    ids.put("invitation", made(admin.post(root + "/invitations", invitation)).getString("id"));
    ids.put("environment", environment);
    made(admin.post(inside + "/connections?anyway=true", connection));
    ids.put("catalog", environment + "_crm");
    ids.put(
        "key",
        made(admin.post(inside + "/event-keys", new JsonObject().put("name", "Web")))
            .getString("id"));
    made(admin.post(root + "/service-accounts", account));
    ids.put("account", first(admin, root + "/service-accounts", "service_accounts"));
    ids.put("grant", first(admin, root + "/grants", "grants"));
    // A notification is on its way only when an agent has sent one.
    String sent = UUID.randomUUID().toString();
    APP.execute(
        """
        INSERT INTO notification_channel (id, environment_id, kind, name, target, created_by)
        SELECT '%1$s', id, 'email', 'Ops', 'ops@%2$s.test', 'x' FROM environment WHERE slug = '%2$s';
        INSERT INTO notification_delivery
          (id, environment_id, notification_slug, channel_id, state, finished_at)
        SELECT id, environment_id, 'NTF-1', id, 'dead', now() FROM notification_channel
        WHERE id = '%1$s'
        """
            .formatted(sent, environment));
    // And a discovery is there only when one has found something.
    String slug = "DSC-" + organization;
    APP.execute(
        """
        SELECT set_config('altertable.environment', id::text, true) FROM environment
        WHERE slug = '%2$s';
        INSERT INTO notification (environment_id, slug, title, body, fan_out, created_by)
        VALUES (current_environment(), 'NTF-%1$s', 'Found', 'Found', false, 'agent');
        INSERT INTO discovery
          (environment_id, slug, title, summary, explanation, content, notification_slug, created_by)
        VALUES (current_environment(), '%1$s', 'Secret of %2$s', 's', 'e', 'c', 'NTF-%1$s', 'agent')
        """
            .formatted(slug, environment));
    ids.put("discovery", slug);
    ids.put("channel", sent);
    ids.put("delivery", sent);
  }

  private static JsonObject made(Answer answer) {
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
    return answer.json();
  }

  private static String first(TestApi admin, String path, String list) {
    return admin.get(path).json().getJsonArray(list).getJsonObject(0).getString("id");
  }

  @AfterAll
  static void stop() {
    APP.close();
  }

  private static Stream<Contract.Operation> operations() {
    return Contract.read("http://localhost").operations().stream()
        .filter(operation -> operation.path().contains("{organization}"));
  }

  /** The kinds of objects that a path names within its organization. */
  private static List<String> kinds(Contract.Operation operation) {
    return PARAMETER
        .matcher(operation.path())
        .results()
        .map((MatchResult found) -> found.group(1))
        .filter(kind -> !kind.equals("organization"))
        .toList();
  }

  static Stream<Case> inPaths() {
    return operations()
        .flatMap(operation -> kinds(operation).stream().map(kind -> new Case(operation, kind)));
  }

  static Stream<Case> inBodies() {
    List<String> all = inPaths().map(Case::kind).distinct().toList();
    return operations()
        .filter(operation -> operation.body().isPresent())
        .flatMap(
            operation ->
                operation.body().orElseThrow().getJsonObject("properties").fieldNames().stream()
                    .filter(name -> !NEW_NAMES.contains(name) && all.contains(singular(name)))
                    .map(name -> new Case(operation, name)));
  }

  static Stream<Case> inFilters() {
    return operations()
        .filter(operation -> operation.method().name().equals("GET"))
        .flatMap(operation -> operation.query().stream().map(filter -> new Case(operation, filter)))
        .filter(one -> Set.of("environment", "client", "subject", "holder").contains(one.kind()));
  }

  private static String singular(String name) {
    return name.replaceFirst("s$", "");
  }

  private static String path(Contract.Operation operation, Map<String, String> ids) {
    String path = operation.path().replace("{organization}", "demo");
    for (String kind : kinds(operation)) {
      assertThat(ids).as("an example of every kind of object").containsKey(kind);
      path = path.replace("{" + kind + "}", ids.get(kind));
    }
    return operation.query().contains("confirmation")
        ? path + "?confirmation=" + ids.get("environment")
        : path;
  }

  private static Map<String, String> with(String kind, String id) {
    Map<String, String> ids = new HashMap<>(OWN);
    ids.put(kind, id);
    return ids;
  }

  private static Answer call(Contract.Operation operation, String path, JsonObject body) {
    return api.call(operation.method().name(), path, body);
  }

  private static JsonObject example(Contract.Operation operation) {
    return operation.body().map(schema -> Examples.of(operation.id())).orElse(null);
  }

  @ParameterizedTest
  @MethodSource("inPaths")
  void isNotThereByItsPath(Case one) {
    DatabaseState before = DatabaseState.of(APP);
    String foreign = path(one.operation(), with(one.kind(), FOREIGN.get(one.kind())));
    String nobodys =
        one.kind().equals("environment") || one.kind().equals("catalog")
            ? "nowhere"
            : UUID.randomUUID().toString();
    Answer answer = call(one.operation(), foreign, example(one.operation()));
    Answer missing =
        call(
            one.operation(),
            path(one.operation(), with(one.kind(), nobodys)),
            example(one.operation()));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(missing.status()).isEqualTo(404);
    assertThat(answer.json().getString("detail")).isEqualTo(missing.json().getString("detail"));
    assertThat(DatabaseState.of(APP)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("inBodies")
  void isNotThereByABody(Case one) {
    DatabaseState before = DatabaseState.of(APP);
    JsonObject body = example(one.operation());
    String foreign = FOREIGN.get(singular(one.kind()));
    boolean several = body.getValue(one.kind()) instanceof JsonArray;
    body.put(
        one.kind(),
        several ? new JsonArray().add(OWN.get(singular(one.kind()))).add(foreign) : foreign);
    assertThat(call(one.operation(), path(one.operation(), OWN), body).status()).isIn(400, 404);
    assertThat(DatabaseState.of(APP)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("inFilters")
  void isNotFoundByAFilter(Case one) {
    String path = path(one.operation(), OWN);
    for (String value : FOREIGN.values()) {
      Answer answer = call(one.operation(), path + "?" + one.kind() + "=" + value, null);
      assertThat(answer.response().body())
          .doesNotContain(FOREIGN.get("grant"), FOREIGN.get("account"));
    }
  }
}
