package dev.chatwright.server.configuration;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The file of an operator, read strictly: two levels of names that are known, each once, and values
 * as they are written. Nothing is built of what it says but texts and lists of texts.
 *
 * <p>Confined to one thread.
 */
final class ConfigurationFile {
  private static final int MAX_BYTES = 256 << 10;
  private static final int MAX_DEPTH = 8;

  /** What YAML itself makes of values without a tag. */
  private static final Set<Tag> PLAIN_TAGS =
      Set.of(
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.MERGE,
          Tag.MAP,
          Tag.SEQ);

  private final Path file;
  private final List<Line> lines = new ArrayList<>();

  private ConfigurationFile(Path file) {
    this.file = file;
  }

  /**
   * An option that the file sets. Immutable.
   *
   * @param number the line, from 1
   */
  record Line(Option<?> option, OptionValue value, int number) {}

  /** Returns what a file sets; nothing if there is none. */
  static List<Line> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new ConfigurationException(
          file.toString(),
          "it has %d bytes, the most is %d".formatted(Files.size(file), MAX_BYTES));
    }
    ConfigurationFile reader = new ConfigurationFile(file);
    @Nullable Node root = reader.compose();
    if (root != null) {
      reader.sections(root);
    }
    return List.copyOf(reader.lines);
  }

  private @Nullable Node compose() throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(0);
    options.setCodePointLimit(MAX_BYTES);
    try {
      return new Yaml(options).compose(new StringReader(Files.readString(file)));
    } catch (CharacterCodingException _) {
      throw new ConfigurationException(file.toString(), "this is no UTF-8");
    } catch (MarkedYAMLException broken) {
      throw refuse(broken.getProblemMark(), "this is no YAML: " + broken.getProblem());
    } catch (YAMLException broken) {
      throw new ConfigurationException(
          file.toString(), "this is no YAML: " + firstLine(String.valueOf(broken.getMessage())));
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private void sections(Node root) throws ConfigurationException {
    for (NodeTuple entry : entries(root, "the file")) {
      String section = name(entry.getKeyNode(), Options.sections(), "");
      for (NodeTuple option : entries(entry.getValueNode(), section)) {
        String name = name(option.getKeyNode(), Options.names(section), section + ".");
        add(section + "." + name, option);
      }
    }
  }

  private void add(String key, NodeTuple entry) throws ConfigurationException {
    int line = line(entry.getKeyNode().getStartMark());
    lines.add(new Line(Options.find(key).orElseThrow(), value(key, entry.getValueNode()), line));
  }

  private List<NodeTuple> entries(Node node, String what) throws ConfigurationException {
    requirePlain(node);
    if (!(node instanceof MappingNode mapping)) {
      throw refuse(node.getStartMark(), what + " must hold 'name: value' lines");
    }
    Set<String> seen = new HashSet<>();
    for (NodeTuple entry : mapping.getValue()) {
      Node key = entry.getKeyNode();
      if (key instanceof ScalarNode scalar && !seen.add(scalar.getValue())) {
        throw refuse(key.getStartMark(), quote(scalar.getValue()) + " is there twice");
      }
    }
    return mapping.getValue();
  }

  private String name(Node key, List<String> known, String prefix) throws ConfigurationException {
    requirePlain(key);
    String name = key instanceof ScalarNode scalar ? scalar.getValue() : "a list";
    if (known.contains(name)) {
      return name;
    }
    String nearest =
        NearestName.of(name, known)
            .map(meant -> "; did you mean '%s%s'?".formatted(prefix, meant))
            .orElse("; known are " + String.join(", ", known));
    throw refuse(key.getStartMark(), "unknown key " + quote(prefix + name) + nearest);
  }

  private OptionValue value(String key, Node node) throws ConfigurationException {
    requirePlain(node);
    return switch (node) {
      case ScalarNode scalar ->
          new OptionValue.Single(scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN);
      case SequenceNode sequence -> new OptionValue.Several(texts(key, sequence));
      default -> throw refuse(node.getStartMark(), key + " must be a value, got more names");
    };
  }

  private List<String> texts(String key, SequenceNode sequence) throws ConfigurationException {
    List<String> texts = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      requirePlain(item);
      if (!(item instanceof ScalarNode scalar)) {
        throw refuse(item.getStartMark(), key + " must be a list of texts");
      }
      texts.add(scalar.getValue());
    }
    return texts;
  }

  /** References and types of one's own are for other uses of YAML. */
  private void requirePlain(Node node) throws ConfigurationException {
    if (node.getAnchor() != null) {
      throw refuse(node.getStartMark(), "anchors (&) and aliases (*) are not supported");
    }
    if (!PLAIN_TAGS.contains(node.getTag())) {
      throw refuse(node.getStartMark(), "tags (!) are not supported");
    }
  }

  private ConfigurationException refuse(@Nullable Mark mark, String problem) {
    return new ConfigurationException("%s line %d".formatted(file, line(mark)), problem);
  }

  private static int line(@Nullable Mark mark) {
    return mark == null ? 1 : mark.getLine() + 1;
  }

  private static String quote(String text) {
    return new OptionValue.Single(text, false).quoted();
  }
}
