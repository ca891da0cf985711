package ai.altertable.mcp.console.organization;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.console.organization.ConsoleMatrixTest.Way;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Everything that the console does can be done without it: every route of it, taken from the router
 * itself, has its operations of the administration API, or the tools of the MCP endpoint that its
 * page shows the answers of.
 */
class ConsoleApiTest {
  private static final String CONTENT = "/console/:organization/:environment/";
  private static final String ADMIN = "/console/:organization/-/";

  /** A form is POST, a page GET; operations and tools by their names. */
  private static final Map<String, String> OTHER_WAYS =
      Map.ofEntries(
          Map.entry("GET /console", "listOrganizations"),
          Map.entry("GET /console/:organization", "listOrganizations listEnvironments"),
          Map.entry("GET /console/:organization/:environment", "getEnvironment listConnections"),
          Map.entry("GET " + ADMIN + "members", "listMembers listInvitations"),
          Map.entry("GET " + ADMIN + "members/:id", "getMember"),
          Map.entry("POST " + ADMIN + "members/:id/role", "changeMember"),
          Map.entry(
              "POST " + ADMIN + "members/:id/environments",
              "giveEnvironmentRole takeEnvironmentRole"),
          Map.entry("POST " + ADMIN + "members/:id/password-link", "createPasswordLink"),
          Map.entry("POST " + ADMIN + "members/:id/remove", "removeMember"),
          Map.entry("POST " + ADMIN + "invitations", "createInvitation"),
          Map.entry("POST " + ADMIN + "invitations/:id/revoke", "revokeInvitation"),
          Map.entry("GET " + ADMIN + "environments", "listEnvironments"),
          Map.entry("POST " + ADMIN + "environments", "createEnvironment"),
          Map.entry("GET " + ADMIN + "environments/:environment", "getEnvironment"),
          Map.entry("POST " + ADMIN + "environments/:environment/rename", "renameEnvironment"),
          Map.entry("POST " + ADMIN + "environments/:environment/delete", "deleteEnvironment"),
          Map.entry("GET " + ADMIN + "policy", "getPolicy"),
          Map.entry("POST " + ADMIN + "policy", "setPolicy"),
          Map.entry("GET " + ADMIN + "audit", "listAuditEvents"),
          Map.entry("GET " + ADMIN + "audit.csv", "exportAuditEvents"),
          Map.entry("GET " + ADMIN + "grants", "listGrants"),
          Map.entry("POST " + ADMIN + "grants/end", "getGrant revokeGrant revokeGrants"),
          Map.entry("GET " + ADMIN + "service-accounts", "listServiceAccounts"),
          Map.entry("POST " + ADMIN + "service-accounts", "createServiceAccount"),
          Map.entry("GET " + ADMIN + "service-accounts/:id", "getServiceAccount"),
          Map.entry("POST " + ADMIN + "service-accounts/:id/rotate", "rotateServiceAccountSecret"),
          Map.entry("POST " + ADMIN + "service-accounts/:id/disable", "changeServiceAccount"),
          Map.entry("POST " + ADMIN + "service-accounts/:id/enable", "changeServiceAccount"),
          Map.entry("GET " + CONTENT + "connections", "listConnections"),
          Map.entry("GET " + CONTENT + "connections/new/:engine", "addConnection"),
          Map.entry(
              "POST " + CONTENT + "connections/new/:engine", "addConnection testNewConnection"),
          Map.entry("GET " + CONTENT + "connections/:catalog", "getConnection"),
          Map.entry(
              "POST " + CONTENT + "connections/:catalog",
              "editConnection testConnection testNewConnection"),
          Map.entry("POST " + CONTENT + "connections/:catalog/remove", "removeConnection"),
          Map.entry("GET " + CONTENT + "event-keys", "listEventKeys"),
          Map.entry("POST " + CONTENT + "event-keys", "createEventKey"),
          Map.entry("POST " + CONTENT + "event-keys/:id/revoke", "revokeEventKey"),
          Map.entry("GET " + CONTENT + "channels", "listChannels listDeliveries"),
          Map.entry("POST " + CONTENT + "channels", "addChannel"),
          Map.entry("POST " + CONTENT + "channels/:id/remove", "removeChannel"),
          Map.entry("POST " + CONTENT + "channels/deliveries/:id/retry", "retryDelivery"),
          Map.entry("GET " + CONTENT + "discoveries", "listDiscoveries"),
          Map.entry("GET " + CONTENT + "discoveries/:slug", "getDiscovery"),
          Map.entry("POST " + CONTENT + "discoveries/:slug/review", "reviewDiscovery"),
          Map.entry("GET " + CONTENT + "insights", "list_insights"),
          Map.entry("GET " + CONTENT + "insights/:slug", "view_insight execute_insight"),
          Map.entry("GET " + CONTENT + "dashboards", "list_dashboards"),
          Map.entry("GET " + CONTENT + "dashboards/:slug", "view_dashboard execute_insight"));

  private static String text(String resource) {
    try (InputStream in = ConsoleApiTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> operations() throws IOException {
    Map<String, String> methods = new HashMap<>();
    JsonNode paths = new YAMLMapper().readTree(text("/webroot/api/openapi.yaml")).get("paths");
    paths.forEach(
        path ->
            path.fields()
                .forEachRemaining(
                    method -> {
                      if (method.getValue().has("operationId")) {
                        methods.put(method.getValue().get("operationId").asText(), method.getKey());
                      }
                    }));
    return methods;
  }

  @Test
  void everyRouteOfTheConsoleHasAnotherWay() {
    List<String> routes =
        ConsoleMatrixTest.ways().stream()
            .map((Way way) -> (way.form() ? "POST " : "GET ") + way.path())
            .toList();
    assertThat(new TreeSet<>(OTHER_WAYS.keySet())).isEqualTo(new TreeSet<>(routes));
  }

  @Test
  void everyOtherWayIsThere() throws IOException {
    Map<String, String> operations = operations();
    String tools = text("/webroot/docs/tools.md");
    OTHER_WAYS.forEach(
        (route, names) ->
            Arrays.stream(names.split(" "))
                .forEach(
                    name -> {
                      if (name.contains("_")) {
                        assertThat(tools).as(route).contains("`" + name + "`");
                        assertThat(route).as("a tool that shows something").startsWith("GET ");
                      } else {
                        assertThat(operations).as(route).containsKey(name);
                      }
                    }));
  }

  /** What a form changes is changed by an operation that changes something. */
  @Test
  void everyFormHasAnOperationThatDoesIt() throws IOException {
    Map<String, String> operations = operations();
    OTHER_WAYS.forEach(
        (route, names) -> {
          if (route.startsWith("POST ")) {
            assertThat(Arrays.stream(names.split(" ")).map(operations::get))
                .as(route)
                .anyMatch(method -> !"get".equals(method));
          }
        });
  }
}
