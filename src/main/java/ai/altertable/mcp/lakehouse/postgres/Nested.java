package ai.altertable.mcp.lakehouse.postgres;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the text of arrays and composites (PostgreSQL documentation 8.15.6 "Array Input and Output
 * Syntax" and 8.16.6 "Composite Type Input and Output Syntax").
 */
final class Nested {
  private final String text;
  private int at;

  private Nested(String text) {
    this.text = text;
  }

  /**
   * An array, {@code {1,2,{…}}}, as nested lists. Bounds such as {@code [0:1]={…}} are left out.
   *
   * @param delimiter between elements: a comma, for boxes a semicolon
   */
  static TextDecoder array(TextDecoder element, char delimiter) {
    return text -> {
      int open = text.indexOf('{');
      if (open < 0) {
        return text;
      }
      Nested reader = new Nested(text);
      reader.at = open;
      return reader.list(element, delimiter);
    };
  }

  /**
   * A composite, {@code (1,"a b",)}.
   *
   * @param names of the fields, or empty for an anonymous record, which becomes a list
   * @param fields their decoders, as many as names; text when there are none
   */
  static TextDecoder composite(List<String> names, List<TextDecoder> fields) {
    return text -> {
      if (!text.startsWith("(")) {
        return text;
      }
      List<Object> values = new Nested(text).fields(fields);
      if (names.isEmpty()) {
        return new JsonArray(values);
      }
      JsonObject object = new JsonObject();
      for (int i = 0; i < Math.min(names.size(), values.size()); i++) {
        object.put(names.get(i), values.get(i));
      }
      return object;
    };
  }

  private JsonArray list(TextDecoder element, char delimiter) {
    JsonArray list = new JsonArray();
    at++;
    while (at < text.length() && text.charAt(at) != '}') {
      char next = text.charAt(at);
      if (next == '{') {
        list.add(list(element, delimiter));
      } else if (next == '"') {
        list.add(element.decode(quoted()));
      } else {
        String bare = bare(delimiter, '}');
        list.add(bare.equals("NULL") ? null : element.decode(bare));
      }
      if (at < text.length() && text.charAt(at) == delimiter) {
        at++;
      }
    }
    at++;
    return list;
  }

  private List<Object> fields(List<TextDecoder> decoders) {
    List<Object> values = new ArrayList<>();
    do {
      at++;
      TextDecoder decoder =
          values.size() < decoders.size() ? decoders.get(values.size()) : DirectDecoder.TEXT;
      if (text.charAt(at) == '"') {
        values.add(decoder.decode(quoted()));
      } else {
        String bare = bare(',', ')');
        values.add(bare.isEmpty() ? null : decoder.decode(bare));
      }
    } while (at < text.length() && text.charAt(at) == ',');
    return values;
  }

  private String bare(char delimiter, char end) {
    int start = at;
    while (at < text.length() && text.charAt(at) != delimiter && text.charAt(at) != end) {
      at++;
    }
    return text.substring(start, at);
  }

  // a quote inside is written \" in arrays and "" in composites; a backslash escapes in both
  private String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length()) {
      char next = text.charAt(at++);
      if (next == '\\') {
        value.append(text.charAt(at++));
      } else if (next != '"') {
        value.append(next);
      } else if (at < text.length() && text.charAt(at) == '"') {
        value.append('"');
        at++;
      } else {
        break;
      }
    }
    return value.toString();
  }
}
