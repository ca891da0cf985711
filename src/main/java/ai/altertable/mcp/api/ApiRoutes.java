package ai.altertable.mcp.api;

import ai.altertable.mcp.administration.Administration;
import ai.altertable.mcp.administration.KeptAnswers;
import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.oauth.http.RequestOrigins;
import ai.altertable.mcp.oauth.resource.AdminAuthenticator;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Mounts the API on the app's router. One for each node; its limits count for all instances. */
public final class ApiRoutes {
  private static final String PATH = "/api/v1";
  private static final int LARGEST_BODY = 64 * 1024;

  private final Contract contract;
  private final Map<String, ApiOperation> operations = new HashMap<>();
  private final AdminAuthenticator admins;
  private final ApiLimits limits;
  private final NamedRequests named;

  /**
   * @param contract what the operations must be
   * @param admins tells whose a token is
   * @param kept answers to named requests
   */
  public ApiRoutes(
      Config config,
      Contract contract,
      Administration administration,
      AdminAuthenticator admins,
      KeptAnswers kept) {
    this.contract = contract;
    this.admins = admins;
    this.named = new NamedRequests(kept);
    this.limits = new ApiLimits(config.limits().rate());
    String app = config.app().issuer();
    operations.put("getContract", new ContractOperation(contract));
    new MemberOperations(administration, app).bind(operations);
    new EnvironmentOperations(administration).bind(operations);
    new ConnectionOperations(administration.connections()).bind(operations);
    new EventKeyOperations(administration.eventKeys()).bind(operations);
    new ChannelOperations(administration.channels()).bind(operations);
    new DiscoveryOperations(administration.discoveries()).bind(operations);
    new ServiceAccountOperations(administration.serviceAccounts()).bind(operations);
    new GrantOperations(administration.grants()).bind(operations);
    new AuditOperations(administration).bind(operations);
    requireAll();
  }

  private void requireAll() {
    TreeSet<String> promised =
        contract.operations().stream()
            .map(Contract.Operation::id)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!promised.equals(new TreeSet<>(operations.keySet()))) {
      throw new IllegalStateException(
          "the contract promises " + promised + ", there are " + operations.keySet());
    }
  }

  /**
   * Mounts every operation of the contract.
   *
   * @param router of one verticle
   */
  public void mount(Router router, RequestOrigins origins) {
    for (Contract.Operation operation : contract.operations()) {
      ApiEndpoint endpoint =
          new ApiEndpoint(
              operation, operations.get(operation.id()), admins, limits, named, origins);
      String path = PATH + operation.route();
      // Two routes: the router wants a body handler first, we want the token first.
      router
          .route(operation.method(), path)
          .handler(endpoint::admit)
          .failureHandler(endpoint::fail);
      Route route = router.route(operation.method(), path);
      if (operation.body().isPresent()) {
        route.handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
      }
      route.handler(endpoint::answer).failureHandler(endpoint::fail);
    }
    Elsewhere elsewhere = new Elsewhere(PATH, contract.operations(), origins);
    router.route(PATH + "/*").handler(elsewhere::handle);
  }
}
