package dev.chatwright.training.yaml;

import java.io.StringReader;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** YAML as an editor sees it that checks it by a JSON Schema: by the core schema of YAML 1.2. */
public final class YamlAsJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private YamlAsJson() {}

  /** Returns what a text says. */
  public static JsonNode of(String yaml) {
    return of(new Yaml().compose(new StringReader(yaml)));
  }

  private static JsonNode of(Node node) {
    return switch (node) {
      case MappingNode mapping -> {
        ObjectNode object = JSON.objectNode();
        mapping
            .getValue()
            .forEach(
                pair ->
                    object.set(
                        ((ScalarNode) pair.getKeyNode()).getValue(), of(pair.getValueNode())));
        yield object;
      }
      case SequenceNode sequence -> {
        ArrayNode array = JSON.arrayNode();
        sequence.getValue().forEach(element -> array.add(of(element)));
        yield array;
      }
      default -> scalar((ScalarNode) node);
    };
  }

  private static JsonNode scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
    boolean meant = NUMBER.matcher(text).matches() || text.equals("true") || text.equals("false");
    return plain && meant ? JsonMapper.shared().readTree(text) : JSON.stringNode(text);
  }
}
