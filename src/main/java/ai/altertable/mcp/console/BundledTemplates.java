package ai.altertable.mcp.console;

import com.github.jknack.handlebars.io.ClassPathTemplateLoader;
import com.github.jknack.handlebars.io.TemplateLoader;
import com.github.jknack.handlebars.io.TemplateSource;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads templates and partials straight from the class path. Vert.x would unpack each to a file
 * first and walk all entries of the jar to do so, which took most of the start.
 */
final class BundledTemplates extends ClassPathTemplateLoader {
  private final Map<String, TemplateSource> sources = new ConcurrentHashMap<>();

  BundledTemplates() {
    super("/webroot/templates", TemplateLoader.DEFAULT_SUFFIX);
  }

  /** They are part of the jar: found once, there for good. */
  @Override
  public TemplateSource sourceAt(String location) throws IOException {
    TemplateSource known = sources.get(location);
    if (known == null) {
      known = super.sourceAt(location);
      sources.put(location, known);
    }
    return known;
  }

  /** The engine names a template with its suffix, a template names a partial without. */
  @Override
  public String resolve(String uri) {
    String suffix = getSuffix();
    return super.resolve(
        uri.endsWith(suffix) ? uri.substring(0, uri.length() - suffix.length()) : uri);
  }
}
