package ai.altertable.mcp.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;

/** Tells the contract itself. */
final class ContractOperation implements ApiOperation {
  private final Contract contract;

  ContractOperation(Contract contract) {
    this.contract = contract;
  }

  @Override
  public Future<ApiReply> answer(ApiRequest request) {
    request.context().response().putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=300");
    return Future.succeededFuture(ApiReply.ok(contract.document()));
  }
}
