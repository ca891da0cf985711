package ai.altertable.mcp.config;

import java.io.StringReader;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * YAML as flat text: dotted key to the value as it was written. Taken from the parser's nodes: that
 * a value looks like a number or a date is nobody's business here, and JSON's classes would cost
 * the start a quarter of a second before anything else can begin.
 */
final class FlatYaml {
  /** Deeper than any key; an alias can lead into itself. */
  private static final int DEEPEST = 8;

  private final Map<String, String> values = new TreeMap<>();

  private FlatYaml() {}

  /**
   * Reads a document.
   *
   * @return lists joined by commas, nothing as the empty text; empty when the document is
   * @throws Malformed with why, and the line when there is one
   */
  static Map<String, String> read(String text) throws Malformed {
    FlatYaml flat = new FlatYaml();
    Node root = parse(text);
    if (root instanceof MappingNode map) {
      flat.put("", map, 0);
    } else if (root != null && !Tag.NULL.equals(root.getTag())) {
      throw new Malformed("must hold keys and values at its top level");
    }
    return flat.values;
  }

  private static Node parse(String text) throws Malformed {
    try {
      return new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new Malformed("is not YAML: " + e.getProblem() + " (line " + line + ")");
    } catch (YAMLException e) {
      throw new Malformed("is not YAML: " + e.getMessage());
    }
  }

  private void put(String prefix, MappingNode map, int depth) throws Malformed {
    if (depth == DEEPEST) {
      throw new Malformed("goes too deep at " + prefix);
    }
    for (NodeTuple entry : map.getValue()) {
      String key = prefix + scalar(prefix, entry.getKeyNode());
      if (entry.getValueNode() instanceof MappingNode nested) {
        put(key + ".", nested, depth + 1);
      } else if (values.put(key, text(key, entry.getValueNode())) != null) {
        throw new Malformed("gives " + key + " twice");
      }
    }
  }

  private static String text(String key, Node node) throws Malformed {
    if (node instanceof SequenceNode list) {
      StringBuilder joined = new StringBuilder();
      for (Node item : list.getValue()) {
        joined.append(joined.isEmpty() ? "" : ",").append(scalar(key, item));
      }
      return joined.toString();
    }
    return scalar(key, node);
  }

  private static String scalar(String key, Node node) throws Malformed {
    if (node instanceof ScalarNode scalar) {
      return Tag.NULL.equals(scalar.getTag()) ? "" : scalar.getValue().trim();
    }
    throw new Malformed("must hold a plain value at " + key);
  }

  /** The document says nothing that can be used. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }
}
