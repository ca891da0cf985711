package ai.altertable.mcp.console;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.console.Visitors.Visitor;
import ai.altertable.mcp.identity.ClientReach;
import ai.altertable.mcp.identity.ReachableEnvironment;
import ai.altertable.mcp.oauth.AuthorizationServer;
import ai.altertable.mcp.oauth.client.Client;
import ai.altertable.mcp.oauth.client.ClientKind;
import ai.altertable.mcp.oauth.grant.Consent;
import ai.altertable.mcp.oauth.grant.ConsentMemory;
import ai.altertable.mcp.oauth.grant.ConsentOutcome;
import ai.altertable.mcp.oauth.grant.PendingRequest;
import ai.altertable.mcp.oauth.grant.RememberedConsent;
import ai.altertable.mcp.oauth.http.AppCookies;
import ai.altertable.mcp.oauth.http.RequestOrigins;
import ai.altertable.mcp.oauth.http.SeeOther;
import ai.altertable.mcp.oauth.policy.Parameters;
import ai.altertable.mcp.oauth.policy.RedirectUriPolicy;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /consent}: who asks for what, and the user's decision. */
final class ConsentPage {
  private static final String FORM = "consent/";

  private final AuthorizationServer server;
  private final Visitors visitors;
  private final Pages pages;
  private final AppCookies cookies;
  private final CsrfTokens csrf;
  private final RequestOrigins origins;

  ConsentPage(
      AuthorizationServer server,
      Visitors visitors,
      Pages pages,
      AppCookies cookies,
      CsrfTokens csrf,
      RequestOrigins origins) {
    this.server = server;
    this.visitors = visitors;
    this.pages = pages;
    this.cookies = cookies;
    this.csrf = csrf;
    this.origins = origins;
  }

  /** Everything that the page is about. */
  private record Subject(
      Visitor visitor,
      PendingRequest pending,
      Client client,
      ClientReach reach,
      List<RememberedConsent> remembered) {

    List<ReachableEnvironment> choices() {
      return reach.environments();
    }

    Optional<Consent.Choice> again() {
      return ConsentMemory.choice(
          pending.request(), client, visitor.user().id(), remembered, choices());
    }

    EarlierConsent before() {
      return EarlierConsent.of(remembered, choices());
    }

    /** Whether the application would do anything with the right to write. */
    boolean mayWrite() {
      Set<Scope> asked = pending.request().scopes();
      return asked.isEmpty() || asked.contains(Scope.WRITE);
    }
  }

  /** A form as it was posted, or as it is at first. */
  private record Form(
      Optional<String> organization,
      Optional<String> environment,
      boolean read,
      boolean write,
      String problem) {

    /** What was allowed before is chosen already; writing never is. */
    static Form first(Subject subject) {
      Optional<Tenant> before = subject.before().latest().map(ReachableEnvironment::tenant);
      return new Form(
          before.map(Tenant::organization),
          before.map(where -> new ConsentChoices(subject.choices()).value(where)),
          true,
          false,
          "");
    }

    static Form posted(Parameters form) {
      return new Form(
          form.get("organization"),
          form.get("environment"),
          form.get("read").isPresent(),
          form.get("write").isPresent(),
          "");
    }

    Form with(String found) {
      return new Form(organization, environment, read, write, found);
    }

    /** Writing comes with reading. */
    Set<Scope> scopes() {
      if (write) {
        return EnumSet.allOf(Scope.class);
      }
      return read ? EnumSet.of(Scope.READ) : EnumSet.noneOf(Scope.class);
    }
  }

  void show(RoutingContext context) {
    Parameters query = new Parameters(context.request().params());
    String id = RequestIds.clean(query.get("request")).orElseThrow(PageProblem::gone);
    visitors
        .visitor(context)
        .compose(
            visitor -> {
              if (visitor.isEmpty()) {
                SeeOther.to(context, "/login?request=" + id);
                return Future.succeededFuture();
              }
              return subject(context, visitor.get(), id)
                  .compose(subject -> answerOrShow(context, subject));
            })
        .onFailure(context::fail);
  }

  /** Who decided the same before is sent on. A HEAD request decides nothing. */
  private Future<Void> answerOrShow(RoutingContext context, Subject subject) {
    Optional<Consent.Choice> again =
        context.request().method().equals(HttpMethod.GET) ? subject.again() : Optional.empty();
    if (again.isEmpty()) {
      show(context, 200, subject, Form.first(subject));
      return Future.succeededFuture();
    }
    return server
        .consent()
        .approveAgain(subject.pending(), again.get(), origins.of(context))
        .map(outcome -> answer(context, subject, Form.first(subject), outcome));
  }

  void decide(RoutingContext context) {
    Parameters form = new Parameters(context.request().formAttributes());
    form.refuseDuplicates();
    String id = RequestIds.clean(form.get("request")).orElseThrow(PageProblem::gone);
    visitors
        .visitor(context)
        .map(visitor -> visitor.orElseThrow(PageProblem::stale))
        .compose(
            visitor -> {
              if (!csrf.valid(form.get("csrf").orElse(""), visitor.session(), FORM + id)) {
                throw PageProblem.stale();
              }
              return subject(context, visitor, id);
            })
        .compose(subject -> decide(context, subject, form))
        .onFailure(context::fail);
  }

  private Future<Subject> subject(RoutingContext context, Visitor visitor, String id) {
    return server
        .pending()
        .find(id, cookies.browser(context).orElse(""))
        .map(pending -> pending.orElseThrow(PageProblem::gone))
        .compose(
            pending ->
                server
                    .clients()
                    .find(pending.request().clientId())
                    .map(client -> client.orElseThrow(PageProblem::gone))
                    .compose(
                        client ->
                            Future.all(
                                    server.consent().choices(pending, visitor.user().id()),
                                    server.consent().remembered(pending, visitor.user().id()))
                                .map(
                                    both ->
                                        new Subject(
                                            visitor,
                                            pending,
                                            client,
                                            both.resultAt(0),
                                            both.resultAt(1)))));
  }

  private Future<Void> decide(RoutingContext context, Subject subject, Parameters form) {
    if (form.get("decision").filter("authorize"::equals).isEmpty()) {
      return server
          .consent()
          .deny(subject.pending(), subject.visitor().user().id(), origins.of(context))
          .map(outcome -> answer(context, subject, Form.first(subject), outcome));
    }
    Form posted = Form.posted(form);
    Optional<ReachableEnvironment> chosen =
        new ConsentChoices(subject.choices()).find(posted.organization(), posted.environment());
    if (chosen.isEmpty()) {
      show(
          context,
          400,
          subject,
          posted.with("Choose an environment that belongs to the chosen organization."));
      return Future.succeededFuture();
    }
    Consent.Choice choice =
        new Consent.Choice(
            subject.visitor().user().id(), chosen.get().tenant().environmentId(), posted.scopes());
    return server
        .consent()
        .approve(subject.pending(), choice, origins.of(context))
        .map(outcome -> answer(context, subject, posted, outcome));
  }

  private Void answer(
      RoutingContext context, Subject subject, Form posted, ConsentOutcome outcome) {
    return outcome.fold(
        new ConsentOutcome.Cases<Void>() {
          @Override
          public Void decided(ConsentOutcome.Decided decided) {
            SeeOther.to(context, decided.location());
            return null;
          }

          @Override
          public Void refused(ConsentOutcome.Refused refused) {
            show(context, 400, subject, posted.with(refused.why()));
            return null;
          }

          @Override
          public Void gone(ConsentOutcome.Gone gone) {
            throw PageProblem.gone();
          }
        });
  }

  /** A document that leads only to this computer can be named by every program on it. */
  private static boolean onlyHere(Client client) {
    return client.metadata().redirectUris().stream().allMatch(RedirectUriPolicy::loopback);
  }

  private void show(RoutingContext context, int status, Subject subject, Form form) {
    String session = subject.visitor().session();
    PendingRequest pending = subject.pending();
    ConsentChoices choices = new ConsentChoices(subject.choices());
    Map<String, Object> model = new HashMap<>();
    model.put("title", "Connect " + subject.client().metadata().name());
    model.put("client", subject.client().metadata().name());
    model.put("target", RedirectTarget.describe(pending.request().redirectUri()));
    model.put("email", subject.visitor().user().email());
    model.put("request", pending.id());
    model.put("csrf", csrf.token(session, FORM + pending.id()));
    model.put("signOut", csrf.token(session, LogoutAction.FORM));
    model.put("reachable", !subject.choices().isEmpty());
    model.put("refusedBy", String.join(", ", subject.reach().clientRefusedBy()));
    model.put("secondFactorFor", String.join(", ", subject.reach().secondFactorWantedBy()));
    model.put("several", choices.several());
    model.put("organizations", choices.organizations(form.organization()));
    model.put("environments", choices.environments(form.environment()));
    model.put("asksToWrite", pending.request().scopes().contains(Scope.WRITE));
    model.put("writable", choices.writable() && subject.mayWrite());
    String host = URI.create(pending.request().redirectUri()).getHost();
    Optional<String> describing = subject.client().verifiedHost();
    model.put("verifiedHost", describing.filter(one -> one.equals(host)).orElse(""));
    model.put("describedBy", describing.orElse(""));
    model.put("single", subject.choices().size() == 1);
    model.put("preregistered", subject.client().kind() == ClientKind.PREREGISTERED);
    model.put("onlyHere", onlyHere(subject.client()));
    EarlierConsent before = subject.before();
    model.put("held", before.rows());
    model.put("grows", before.growsTo(pending.request().scopes()));
    model.put("read", form.read());
    model.put("write", form.write());
    model.put("problem", form.problem());
    pages.sendLeaving(context, status, "consent", model);
  }
}
