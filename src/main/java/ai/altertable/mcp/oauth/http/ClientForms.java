package ai.altertable.mcp.oauth.http;

import ai.altertable.mcp.oauth.client.ClientCredentials;
import ai.altertable.mcp.oauth.policy.Parameters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Reads what clients post. */
final class ClientForms {
  private ClientForms() {}

  /** The form, in which nothing comes twice. */
  static Parameters form(RoutingContext context) {
    Parameters form = new Parameters(context.request().formAttributes());
    form.refuseDuplicates();
    return form;
  }

  static ClientCredentials credentials(RoutingContext context, Parameters form) {
    return ClientCredentials.read(context.request().getHeader(HttpHeaders.AUTHORIZATION), form);
  }
}
