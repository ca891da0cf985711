package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.assets.Page;
import ai.altertable.mcp.assets.PageRequest;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.data.TraitCatalog.Traits;
import ai.altertable.mcp.tools.result.Fence;
import ai.altertable.mcp.tools.result.Paging;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code list_user_traits}: what is known of users. */
public final class ListUserTraitsTool implements Tool {
  private static final String NAME = "list_user_traits";
  private static final int MAX_NAME = 120;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("data", NAME)
          .mayTakeLong()
          .title("List user traits")
          .description(
              "Lists the traits of identified users with types, number of users, and an example."
                  + " Use these exact names in user_trait_filters and breakdowns of insights.")
          .input(
              Paging.input(
                  Schema.object()
                      .optional(
                          "search", Schema.text().length(1, 200).describe("Part of the name"))))
          .output(
              Paging.output(
                      "traits",
                      Schema.object()
                          .required("name", Schema.text())
                          .required("types", Schema.list(Schema.text()))
                          .required("users", Schema.integer())
                          .required("example", Schema.text().orNull()))
                  .required("users", Schema.integer())
                  .required("sampled", Schema.flag()))
          .build();

  private final TraitCatalog traits;
  private final Paging paging;

  public ListUserTraitsTool(TraitCatalog traits, Paging paging) {
    this.traits = traits;
    this.paging = paging;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String search = arguments.optionalText("search").orElse("").toLowerCase(Locale.ROOT);
    String list = NAME + "\n" + search;
    PageRequest request = paging.request(context, list, arguments);
    return traits
        .traits(context)
        .map(
            found -> {
              Page<JsonObject> page = Page.slice(matching(found.traits(), search), request);
              return answer(context, found, page, paging.cursor(context, list, page.next()));
            });
  }

  private static List<JsonObject> matching(List<JsonObject> traits, String search) {
    return traits.stream()
        .filter(trait -> trait.getString("name").toLowerCase(Locale.ROOT).contains(search))
        .toList();
  }

  private static ToolAnswer answer(
      ToolContext context, Traits found, Page<JsonObject> page, String cursor) {
    boolean sampled = found.people() >= TraitCatalog.SAMPLE;
    String first =
        "%s: %d traits of %s%d users, the most frequent first%s"
            .formatted(
                context.tenant().path(),
                page.items().size(),
                sampled ? "a SAMPLE of " : "",
                found.people(),
                cursor == null ? "." : "; more with cursor " + cursor);
    String lines =
        page.items().stream().map(ListUserTraitsTool::line).collect(Collectors.joining("\n"));
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("traits", new JsonArray(page.items()))
            .put("next_cursor", cursor)
            .put("users", found.people())
            .put("sampled", sampled);
    return new ToolAnswer(
        first + "\n" + Fence.around(lines), structured, (long) page.items().size());
  }

  private static String line(JsonObject trait) {
    String types =
        trait.getJsonArray("types").stream()
            .map(String.class::cast)
            .collect(Collectors.joining(" or "));
    String example = trait.getString("example");
    return Fence.line(trait.getString("name"), MAX_NAME)
        + " "
        + types
        + ", "
        + trait.getLong("users")
        + " users"
        + (example == null ? "" : ", e.g. " + Fence.line(example, MAX_NAME));
  }
}
