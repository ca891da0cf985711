package ai.altertable.mcp.console;

import com.github.jknack.handlebars.io.ClassPathTemplateLoader;
import com.github.jknack.handlebars.io.TemplateLoader;

/**
 * Reads templates and partials straight from the class path. Vert.x would unpack each to a file
 * first and walk all entries of the jar to do so, which took most of the start.
 */
final class BundledTemplates extends ClassPathTemplateLoader {
  BundledTemplates() {
    super("/webroot/templates", TemplateLoader.DEFAULT_SUFFIX);
  }

  /** The engine names a template with its suffix, a template names a partial without. */
  @Override
  public String resolve(String uri) {
    String suffix = getSuffix();
    return super.resolve(
        uri.endsWith(suffix) ? uri.substring(0, uri.length() - suffix.length()) : uri);
  }
}
