package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.ToolFault;
import ai.altertable.mcp.tools.result.Fence;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** {@code read_resource}: a resource's content, for clients that have no resources. */
public final class ReadResourceTool implements Tool {
  private static final int MAX_TEXT = 50_000;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("context", "read_resource")
          .title("Read a resource")
          .description(
              "Reads what is behind an altertable:// address, without running it:"
                  + " altertable://ontology/entities/{slug} (anything saved, whole),"
                  + " altertable://docs/{page},"
                  + " altertable://connections/{catalog}/{schema}/{table}.")
          .input(Schema.object().required("uri", Schema.text().length(1, 2000)))
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required("uri", Schema.text())
                  .required("mime_type", Schema.text())
                  .required("text", Schema.text())
                  .required("truncated", Schema.flag()))
          .build();

  private final Resources resources;

  public ReadResourceTool(Resources resources) {
    this.resources = resources;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String uri = arguments.text("uri");
    return resources
        .read(context, uri)
        .map(
            found ->
                found.orElseThrow(
                    () ->
                        new ToolFault(
                            "There is nothing at %s in %s. search_entities finds addresses by words."
                                .formatted(Fence.line(uri, 300), context.tenant().path()))))
        .map(content -> answer(context, content));
  }

  private static ToolAnswer answer(ToolContext context, ResourceContent content) {
    boolean truncated = content.text().length() > MAX_TEXT;
    String text = truncated ? content.text().substring(0, MAX_TEXT) : content.text();
    String first =
        "%s: %s%s"
            .formatted(
                context.tenant().path(),
                Fence.line(content.uri(), 300),
                truncated
                    ? ", TRUNCATED after %d of %d characters."
                        .formatted(MAX_TEXT, content.text().length())
                    : "");
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("uri", content.uri())
            .put("mime_type", content.mimeType())
            .put("text", text)
            .put("truncated", truncated);
    return ToolAnswer.of(first + "\n" + Fence.around(text), structured);
  }
}
