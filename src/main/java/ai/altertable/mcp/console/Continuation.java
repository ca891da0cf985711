package ai.altertable.mcp.console;

import ai.altertable.mcp.oauth.policy.Parameters;
import java.util.Map;
import java.util.Optional;

/**
 * Where a browser goes on after signing in: to the authorization request or the invitation that it
 * came with. Never an address, so that nobody can be sent anywhere else.
 *
 * @param request id of a pending authorization request
 * @param invitation token of an invitation
 */
record Continuation(Optional<String> request, Optional<String> invitation) {
  static final Continuation HOME = new Continuation(Optional.empty(), Optional.empty());

  private static final String REQUEST = "request=";
  private static final String INVITATION = "invitation=";

  /** What a query or a form names; anything that cannot be an id is dropped. */
  static Continuation of(Parameters parameters) {
    return new Continuation(
        RequestIds.clean(parameters.get("request")),
        RequestIds.clean(parameters.get("invitation")));
  }

  /** Path within the app. */
  String path() {
    return request
        .map(id -> "/consent?request=" + id)
        .or(() -> invitation.map(token -> "/invitation?token=" + token))
        .orElse("/");
  }

  /** The same, kept through another page of the sign-in. */
  String through(String page) {
    String text = text();
    return text.isEmpty() ? page : page + "?" + text;
  }

  /** For somebody who keeps it meanwhile. */
  String text() {
    return request.map(REQUEST::concat).or(() -> invitation.map(INVITATION::concat)).orElse("");
  }

  /** What {@link #text} made. */
  static Continuation parse(String text) {
    return new Continuation(kept(text, REQUEST), kept(text, INVITATION));
  }

  private static Optional<String> kept(String text, String name) {
    return text.startsWith(name)
        ? RequestIds.clean(Optional.of(text.substring(name.length())))
        : Optional.empty();
  }

  Continuation withoutInvitation() {
    return new Continuation(request, Optional.empty());
  }

  /** For the hidden fields of the template {@code continuation}. */
  void put(Map<String, Object> model) {
    request.ifPresent(id -> model.put("request", id));
    invitation.ifPresent(token -> model.put("invitation", token));
  }
}
