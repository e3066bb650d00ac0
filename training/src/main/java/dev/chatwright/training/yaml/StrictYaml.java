package dev.chatwright.training.yaml;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML strictly: mappings whose names are there once, lists, and single values. Nothing is
 * built of it but texts; anchors and tags are refused, and so is what is too large or too deep.
 *
 * @param refusal makes the exceptions
 */
public record StrictYaml(Refusal refusal) {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_DEPTH = 5;
  private static final Set<Tag> PLAIN_TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MAP, Tag.SEQ);

  /** Makes the exception that tells what is wrong. */
  @FunctionalInterface
  public interface Refusal {
    /**
     * Returns it.
     *
     * @param line where it is wrong, from 1; 0 for the whole
     */
    IOException at(int line, String problem);
  }

  /**
   * Returns the text of a file.
   *
   * @throws IOException if it cannot be read, or is too large or no UTF-8
   */
  public String text(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw refusal.at(0, "found a folder, expected a file");
    }
    requireSize(Files.size(file));
    try {
      return Files.readString(file);
    } catch (CharacterCodingException _) {
      throw refusal.at(0, "found bytes that are no UTF-8, expected YAML");
    }
  }

  private void requireSize(long size) throws IOException {
    if (size > MOST_BYTES) {
      throw refusal.at(0, "found %d bytes, the most is %d".formatted(size, MOST_BYTES));
    }
  }

  /**
   * Returns what a text says.
   *
   * @throws IOException if it is empty, too large or no YAML
   */
  public Node root(String text) throws IOException {
    requireSize(text.length());
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MOST_DEPTH);
    options.setMaxAliasesForCollections(0);
    options.setCodePointLimit(MOST_BYTES);
    try {
      @Nullable Node root = new Yaml(options).compose(new StringReader(text));
      if (root == null) {
        throw refusal.at(0, "the recipe is empty");
      }
      return root;
    } catch (MarkedYAMLException broken) {
      int line = broken.getProblemMark() == null ? 1 : broken.getProblemMark().getLine() + 1;
      throw refusal.at(line, "found no YAML: " + broken.getProblem());
    } catch (YAMLException broken) {
      String problem = String.valueOf(broken.getMessage()).lines().findFirst().orElse("");
      throw refusal.at(0, "found no YAML: " + problem);
    }
  }

  /** A name and what stands behind it. */
  public record Entry(Node name, Node value) {
    /** Returns the line of the name, from 1. */
    public int line() {
      return StrictYaml.line(name);
    }
  }

  /**
   * Returns the entries of a mapping by their names, in their order.
   *
   * @param what the mapping is, for messages
   * @throws IOException if it is something else, or a name is there twice
   */
  public Map<String, Entry> entries(Node node, String what) throws IOException {
    requirePlain(node);
    if (!(node instanceof MappingNode mapping)) {
      throw refusal.at(line(node), what + " must hold 'name: value' lines");
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple pair : mapping.getValue()) {
      Entry entry = new Entry(pair.getKeyNode(), pair.getValueNode());
      String name = single(entry.name(), "a name");
      requirePlain(entry.value());
      if (entries.put(name, entry) != null) {
        throw refusal.at(entry.line(), "\"%s\" is there twice".formatted(name));
      }
    }
    return entries;
  }

  /**
   * Returns a single value as it is written.
   *
   * @throws IOException if it is something else
   */
  public String single(Node node, String what) throws IOException {
    requirePlain(node);
    if (!(node instanceof ScalarNode scalar)) {
      throw refusal.at(line(node), what + " must be a single value");
    }
    return scalar.getValue();
  }

  /**
   * Returns the elements of a list.
   *
   * @throws IOException if it is something else
   */
  public List<Node> elements(Node node, String what) throws IOException {
    requirePlain(node);
    if (!(node instanceof SequenceNode sequence)) {
      throw refusal.at(line(node), what + " must be a list");
    }
    return sequence.getValue();
  }

  private void requirePlain(Node node) throws IOException {
    if (node.getAnchor() != null || !PLAIN_TAGS.contains(node.getTag())) {
      throw refusal.at(line(node), "anchors (&) and tags (!) are not supported");
    }
  }

  /** Returns the line on which something stands, from 1. */
  public static int line(Node node) {
    return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
  }
}
