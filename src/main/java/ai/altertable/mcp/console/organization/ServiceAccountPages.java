package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.administration.ServiceAccountEntry;
import ai.altertable.mcp.administration.ServiceAccountRegister;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.config.AppConfig;
import ai.altertable.mcp.console.Times;
import ai.altertable.mcp.console.Words;
import ai.altertable.mcp.console.organization.Flash.Message;
import ai.altertable.mcp.identity.admin.Refused;
import ai.altertable.mcp.oauth.client.ServiceAccounts.Credentials;
import ai.altertable.mcp.oauth.client.ServiceAccounts.Wanted;
import ai.altertable.mcp.oauth.proof.PublicKeys;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code /console/:organization/-/service-accounts}: clients without a person behind them. */
final class ServiceAccountPages {
  private static final String SECTION = "service-accounts";
  private static final String TITLE = "Service accounts";
  private static final String PATH = "/console/:organization/-/service-accounts";
  private static final String WHAT = "service account";
  private static final int ROWS = 50;

  private final ServiceAccountRegister accounts;
  private final EnvironmentChoices environments;
  private final AppConfig config;

  /**
   * @param config names the token endpoint and the API
   */
  ServiceAccountPages(
      ServiceAccountRegister accounts, EnvironmentChoices environments, AppConfig config) {
    this.accounts = accounts;
    this.environments = environments;
    this.config = config;
  }

  void mount(ConsoleFrame frame) {
    frame.page(PATH, this::list);
    frame.form(PATH, this::list, this::create);
    frame.page(PATH + "/:id", this::account);
    frame.form(PATH + "/:id/rotate", this::account, this::rotate);
    frame.form(PATH + "/:id/disable", this::account, this::disable);
    frame.form(PATH + "/:id/enable", this::account, this::enable);
  }

  private Future<View> list(Visit visit) {
    return accounts
        .list(visit.actor(), visit.organization(), visit.slice(ROWS))
        .compose(
            found ->
                environments
                    .of(visit)
                    .map(
                        choices ->
                            View.of("console-service-accounts", TITLE)
                                .in(SECTION)
                                .with("path", visit.admin(SECTION))
                                .with(
                                    "rows",
                                    found.items().stream().map(one -> row(visit, one)).toList())
                                .with("environments", choices)
                                .with("scopes", scopes(visit))
                                .with(
                                    "next",
                                    Links.next(
                                        visit.admin(SECTION),
                                        visit.query(),
                                        List.of(),
                                        found.next()))));
  }

  private Future<Done> create(Visit visit) {
    Fields form = visit.fields();
    return accounts
        .create(
            visit.actor(),
            visit.organization(),
            form.text("environment"),
            new Wanted(
                form.text("name"),
                Scope.parseAll(form.text("scope")),
                form.text("scope").equals("admin"),
                form.get("jwks").map(ServiceAccountPages::keys)))
        .map(
            made ->
                new Done(
                    visit.admin(SECTION),
                    new Message("The service account is made.", shownOnce(made))));
  }

  private static PublicKeys keys(String typed) {
    try {
      return PublicKeys.parse(new JsonObject(typed));
    } catch (IllegalArgumentException e) {
      throw Refused.invalid("jwks", e.getMessage() + ".");
    } catch (DecodeException e) {
      throw Refused.invalid("jwks", "The public keys must be a JWK set in JSON.");
    }
  }

  private Future<View> account(Visit visit) {
    return accounts
        .get(visit.actor(), visit.organization(), visit.id(WHAT))
        .map(
            account ->
                View.of("console-service-account", account.name())
                    .in(SECTION)
                    .under(visit.admin(SECTION), TITLE)
                    .with("account", row(visit, account))
                    .with("api", config.apiResource())
                    .with("tokenEndpoint", config.issuer() + "/oauth/token"));
  }

  private Future<Done> rotate(Visit visit) {
    UUID id = visit.id(WHAT);
    return accounts
        .rotate(visit.actor(), visit.organization(), id)
        .map(
            made ->
                new Done(
                    path(visit, id),
                    new Message(
                        "There is a new secret. The old one and its tokens have ended.",
                        shownOnce(made))));
  }

  private Future<Done> disable(Visit visit) {
    UUID id = visit.id(WHAT);
    return accounts
        .disable(visit.actor(), visit.organization(), id)
        .map(
            done ->
                Done.at(
                    path(visit, id), "The service account is disabled. Its tokens have ended."));
  }

  private Future<Done> enable(Visit visit) {
    UUID id = visit.id(WHAT);
    return accounts
        .enable(visit.actor(), visit.organization(), id)
        .map(done -> Done.at(path(visit, id), "The service account may get tokens again."));
  }

  private static Map<String, String> shownOnce(Credentials made) {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("Client ID", made.clientId());
    made.clientSecret().ifPresent(secret -> shown.put("Client secret", secret));
    return shown;
  }

  private static String path(Visit visit, UUID id) {
    return visit.admin(SECTION) + "/" + id;
  }

  private static List<Map<String, Object>> scopes(Visit visit) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("read", "Read");
    labels.put("write", "Read and write");
    labels.put("admin", "Administer the organization through the API");
    return Options.of(
        List.copyOf(labels.keySet()),
        value -> value,
        labels::get,
        visit.refusal().isPresent() ? visit.fields().text("scope") : "read");
  }

  private static Map<String, Object> row(Visit visit, ServiceAccountEntry account) {
    Map<String, Object> row = new HashMap<>();
    row.put("href", path(visit, account.id()));
    row.put("name", account.name());
    row.put("administers", account.scopes().contains("admin"));
    row.put("signs", account.signs());
    row.put("clientId", account.clientId());
    row.put("environment", account.environment().name());
    row.put("access", Words.access(account.scopes()));
    row.put("created", Times.minute(account.createdAt()));
    row.put("used", Times.minute(account.lastUsedAt()));
    row.put("disabled", account.disabledAt().map(Times::minute).orElse(""));
    return row;
  }
}
