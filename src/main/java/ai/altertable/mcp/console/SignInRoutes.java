package ai.altertable.mcp.console;

import static ai.altertable.mcp.console.AppVerticle.form;
import static ai.altertable.mcp.console.AppVerticle.page;

import ai.altertable.mcp.identity.Identity;
import ai.altertable.mcp.identity.upstream.UpstreamSignIn;
import io.vertx.ext.web.Router;

/** Mounts the pages of signing in and out, and of one's own account. */
final class SignInRoutes {
  private final Identity identity;
  private final SignInKit kit;

  SignInRoutes(Identity identity, SignInKit kit) {
    this.identity = identity;
    this.kit = kit;
  }

  void mount(Router router) {
    Admission admission = new Admission(kit, identity.entrance(), identity.sessions());
    LoginPage login = new LoginPage(identity, kit, admission);
    SecondStepPage second = new SecondStepPage(identity.entrance(), kit, admission);
    InvitationPage invitation = new InvitationPage(identity, kit, admission);
    ResetPasswordPage reset = new ResetPasswordPage(identity.forgotten(), kit);
    LogoutAction logout = new LogoutAction(identity.sessions(), kit);
    page(router, "/login", login::show);
    form(router, "/login", login::signIn);
    page(router, Admission.SECOND_STEP, second::show);
    form(router, Admission.SECOND_STEP, second::check);
    page(router, "/invitation", invitation::show);
    form(router, "/invitation", invitation::accept);
    page(router, ResetPasswordPage.PATH, reset::show);
    form(router, ResetPasswordPage.PATH, reset::reset);
    form(router, "/logout", logout::signOut);
    identity.upstream().ifPresent(upstream -> mount(router, upstream, admission));
    mountAccount(router);
  }

  private void mount(Router router, UpstreamSignIn upstream, Admission admission) {
    UpstreamLogin login = new UpstreamLogin(upstream, kit, admission);
    page(router, UpstreamLogin.START, login::begin);
    page(router, UpstreamSignIn.CALLBACK, login::callback);
  }

  private void mountAccount(Router router) {
    AccountPage account = new AccountPage(identity, kit);
    SecondFactorPage factor = new SecondFactorPage(identity, kit);
    page(router, AccountPage.PATH, account::show);
    form(router, AccountPage.PATH + "/password", account::changePassword);
    form(router, AccountPage.PATH + "/sessions/end", account::endSession);
    form(router, AccountPage.PATH + "/sessions/end-others", account::endOthers);
    page(router, SecondFactorPage.PATH, factor::show);
    form(router, SecondFactorPage.PATH + "/begin", factor::begin);
    form(router, SecondFactorPage.PATH + "/confirm", factor::confirm);
    form(router, SecondFactorPage.PATH + "/codes", factor::renew);
    form(router, SecondFactorPage.PATH + "/remove", factor::remove);
  }
}
