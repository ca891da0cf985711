package ai.altertable.mcp.api;

import ai.altertable.mcp.identity.admin.Refused;
import io.vertx.core.Future;

/** What an operation of the contract does. */
interface ApiOperation {
  /** May throw or fail with {@link Refused} or {@link ApiProblem}. */
  Future<ApiReply> answer(ApiRequest request);
}
