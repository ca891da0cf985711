package ai.altertable.mcp.console.organization;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A page to be shown in the frame.
 *
 * @param template its name
 * @param title also the heading
 * @param section of the organization's navigation that is current; empty = none
 * @param crumbs the way to this page within its organization, outermost first, without the page
 * @param model what the template shows; the frame adds its own
 */
record View(
    String template, String title, String section, List<Crumb> crumbs, Map<String, Object> model)
    implements Answer {
  View {
    requireNonNull(template, "template is null");
    requireNonNull(title, "title is null");
    requireNonNull(section, "section is null");
    crumbs = List.copyOf(crumbs);
    model = Map.copyOf(model);
  }

  /** A step on the way to a page. */
  record Crumb(String href, String label) {}

  static View of(String template, String title) {
    return new View(template, title, "", List.of(), Map.of());
  }

  View in(String current) {
    return new View(template, title, current, crumbs, model);
  }

  View under(String href, String label) {
    List<Crumb> longer = new ArrayList<>(crumbs);
    longer.add(new Crumb(href, label));
    return new View(template, title, section, longer, model);
  }

  View with(String key, Object value) {
    Map<String, Object> more = new HashMap<>(model);
    more.put(key, value);
    return new View(template, title, section, crumbs, more);
  }
}
