package ai.altertable.mcp.analytics;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an object of a definition and collects every fault with its JSON path. A getter of
 * something missing or wrong notes the fault and returns a placeholder; {@link #finish} throws at
 * the end.
 */
public final class DefinitionReader {
  private static final int MAX_TEXT = 2000;
  private static final int MAX_FAULTS = 50;

  private final String path;
  private final JsonObject json;
  private final List<DefinitionFault> faults;
  private final Set<String> known = new LinkedHashSet<>();

  private DefinitionReader(String path, JsonObject json, List<DefinitionFault> faults) {
    this.path = path;
    this.json = json;
    this.faults = faults;
  }

  /**
   * @param path of the object: {@code $} or {@code $.segmentation_definition}
   */
  public static DefinitionReader of(String path, JsonObject json) {
    return new DefinitionReader(path, json, new ArrayList<>());
  }

  public boolean has(String name) {
    known.add(name);
    return json.getValue(name) != null;
  }

  /** A required text; empty when missing. */
  public String text(String name) {
    return text(name, MAX_TEXT);
  }

  /** A required text of a bounded length; empty when missing. */
  public String text(String name, int maxLength) {
    if (!has(name)) {
      fault(name, "is required");
      return "";
    }
    return optionalText(name, maxLength).orElse("");
  }

  public Optional<String> optionalText(String name) {
    return optionalText(name, MAX_TEXT);
  }

  private Optional<String> optionalText(String name, int maxLength) {
    if (!has(name)) {
      return Optional.empty();
    }
    if (!(json.getValue(name) instanceof String text) || text.isBlank()) {
      fault(name, "must be a text that is not blank");
      return Optional.empty();
    }
    if (text.length() > maxLength || text.indexOf('\0') >= 0) {
      fault(name, "must have at most " + maxLength + " characters and no NUL");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /** Any value; empty when missing. */
  public Optional<Object> value(String name) {
    return has(name) ? Optional.of(json.getValue(name)) : Optional.empty();
  }

  public boolean flag(String name, boolean otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    if (!(json.getValue(name) instanceof Boolean value)) {
      fault(name, "must be true or false");
      return otherwise;
    }
    return value;
  }

  public int integer(String name, int minimum, int maximum, int otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    Object value = json.getValue(name);
    if (!(value instanceof Integer number) || number < minimum || number > maximum) {
      fault(name, "must be a whole number from " + minimum + " to " + maximum);
      return otherwise;
    }
    return number;
  }

  /** One of an enum's constants by its lower-case name; the given one when missing or wrong. */
  public <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
    List<String> names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    int index = names.indexOf(oneOf(name, names, ""));
    return index < 0 ? otherwise : type.getEnumConstants()[index];
  }

  /** One of these texts; the given one when missing or wrong. */
  public String oneOf(String name, List<String> allowed, String otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    if (json.getValue(name) instanceof String text && allowed.contains(text)) {
      return text;
    }
    String meant =
        json.getValue(name) instanceof String text ? NearestNames.didYouMean(text, allowed) : "";
    fault(name, "must be one of " + String.join(", ", allowed) + "." + meant);
    return otherwise;
  }

  /** A list of objects; empty when missing. */
  public List<DefinitionReader> objects(String name, int minimum, int maximum) {
    List<Object> values = list(name, minimum, maximum);
    List<DefinitionReader> readers = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String itemPath = path + "." + name + "[" + i + "]";
      if (values.get(i) instanceof JsonObject object) {
        readers.add(new DefinitionReader(itemPath, object, faults));
      } else {
        note(itemPath, "must be an object");
      }
    }
    return readers;
  }

  public Optional<DefinitionReader> object(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    if (!(json.getValue(name) instanceof JsonObject object)) {
      fault(name, "must be an object");
      return Optional.empty();
    }
    return Optional.of(new DefinitionReader(path + "." + name, object, faults));
  }

  /** A list of texts; empty when missing. */
  public List<String> texts(String name, int maximum) {
    List<String> texts = new ArrayList<>();
    for (Object value : list(name, 0, maximum)) {
      if (value instanceof String text && !text.isBlank() && text.length() <= MAX_TEXT) {
        texts.add(text);
      } else {
        fault(name, "must hold texts that are not blank");
      }
    }
    return texts;
  }

  /** A list of any JSON values; empty when missing. */
  public List<Object> list(String name, int minimum, int maximum) {
    if (!has(name)) {
      if (minimum > 0) {
        fault(name, "is required: a list of at least " + minimum);
      }
      return List.of();
    }
    if (!(json.getValue(name) instanceof JsonArray array)) {
      fault(name, "must be a list");
      return List.of();
    }
    if (array.size() < minimum || array.size() > maximum) {
      fault(name, "must have from " + minimum + " to " + maximum + " items, has " + array.size());
      return List.of();
    }
    return array.stream().toList();
  }

  /** An object, read as an empty one when it is missing, which is a fault. */
  public DefinitionReader requiredObject(String name, String what) {
    if (!has(name)) {
      fault(name, "is required: " + what);
    }
    // the stand-in's own faults would only repeat this one
    return object(name)
        .orElseGet(
            () -> new DefinitionReader(path + "." + name, new JsonObject(), new ArrayList<>()));
  }

  /** Where this object is, for faults found later. */
  public String path() {
    return path;
  }

  /** Notes a fault of one property. */
  public void fault(String name, String message) {
    note(path + "." + name, message);
  }

  /** Notes every property that was never asked for. */
  public void refuseUnknown() {
    for (String name : json.fieldNames()) {
      if (!known.contains(name)) {
        note(
            path + "." + name,
            "is not known."
                + NearestNames.didYouMean(name, known)
                + " Allowed: "
                + String.join(", ", known));
      }
    }
  }

  /**
   * To be called on the outermost reader when all was read.
   *
   * @throws DefinitionException with every fault, when there is one
   */
  public void finish() {
    if (!faults.isEmpty()) {
      throw new DefinitionException(faults);
    }
  }

  private void note(String where, String message) {
    if (faults.size() < MAX_FAULTS) {
      faults.add(new DefinitionFault(where, message));
    }
  }
}
