package ai.altertable.mcp.api;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;

/** A good body for every operation that takes one. */
final class Examples {
  private static final String CONNECTION =
      "'name':'CRM','engine':'postgres','settings':{'host':'localhost','port':1,'database':'d',"
          + "'user':'u','tls':'disable'}}";

  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry("changeMember", "{'role':'reader'}"),
          Map.entry("giveEnvironmentRole", "{'role':'reader'}"),
          Map.entry("createInvitation", "{'email':'x@example.com','role':'reader'}"),
          Map.entry("createEnvironment", "{'slug':'e','name':'E'}"),
          Map.entry("renameEnvironment", "{'name':'Production'}"),
          Map.entry("addConnection", "{'catalog':'crm'," + CONNECTION),
          Map.entry("testNewConnection", "{'catalog':'crm'," + CONNECTION),
          Map.entry("editConnection", "{" + CONNECTION),
          Map.entry("createEventKey", "{'name':'Website'}"),
          Map.entry(
              "addChannel",
              "{'kind':'webhook','name':'Ops','target':'https://hooks.example.com/x'}"),
          Map.entry(
              "createServiceAccount", "{'name':'x','environment':'staging','scopes':['read']}"),
          Map.entry("reviewDiscovery", "{'status':'rejected','reason':'Known since May.'}"),
          Map.entry("changeServiceAccount", "{'disabled':true}"),
          Map.entry("revokeGrants", "{'grants':['" + UUID.randomUUID() + "']}"),
          Map.entry(
              "setPolicy", "{'clients':'any','write_allowed':true,'require_second_factor':false}"));

  private Examples() {}

  static JsonObject of(String operation) {
    return new JsonObject(BODIES.get(operation).replace('\'', '"'));
  }
}
