package dev.chatwright.training.data;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
 * A mapping in a recipe, read strictly: names, each once, with texts, lists and mappings. Nothing
 * is built of what it says but texts. Confined to one thread.
 */
final class RecipeTree {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_DEPTH = 5;
  private static final Set<Tag> PLAIN_TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MAP, Tag.SEQ);

  private final Path file;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Set<String> known = new TreeSet<>();

  private RecipeTree(Path file, Node node) throws DataException {
    this.file = file;
    this.line = lineOf(node);
    if (!(node instanceof MappingNode mapping)) {
      throw refuse(line, "found no 'name: value' lines, expected some");
    }
    for (NodeTuple entry : mapping.getValue()) {
      String name = scalar(entry.getKeyNode(), "a name");
      requirePlain(entry.getValueNode());
      if (values.put(name, entry.getValueNode()) != null) {
        throw refuse(lineOf(entry.getKeyNode()), "\"%s\" is there twice".formatted(name));
      }
    }
  }

  static RecipeTree read(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw DataException.file(
          file, "found %d bytes, the most is %d".formatted(Files.size(file), MOST_BYTES));
    }
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MOST_DEPTH);
    options.setMaxAliasesForCollections(0);
    try {
      @Nullable Node root = new Yaml(options).compose(new StringReader(Files.readString(file)));
      if (root == null) {
        throw DataException.file(file, "the recipe is empty");
      }
      return new RecipeTree(file, root);
    } catch (CharacterCodingException _) {
      throw DataException.file(file, "found bytes that are no UTF-8, expected YAML");
    } catch (MarkedYAMLException broken) {
      int at = broken.getProblemMark() == null ? 1 : broken.getProblemMark().getLine() + 1;
      throw DataException.at(Place.line(file, at), "found no YAML: " + broken.getProblem());
    } catch (YAMLException broken) {
      throw DataException.file(
          file,
          "found no YAML: " + String.valueOf(broken.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static int lineOf(Node node) {
    return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
  }

  private void requirePlain(Node node) throws DataException {
    if (node.getAnchor() != null || !PLAIN_TAGS.contains(node.getTag())) {
      throw refuse(lineOf(node), "anchors (&) and tags (!) are not supported");
    }
  }

  private String scalar(Node node, String what) throws DataException {
    requirePlain(node);
    if (!(node instanceof ScalarNode scalar)) {
      throw refuse(lineOf(node), what + " must be a single value");
    }
    return scalar.getValue();
  }

  private @Nullable Node find(String name) {
    known.add(name);
    return values.get(name);
  }

  /** Returns a single value, or empty if there is none or it is a list or mapping. */
  Optional<String> text(String name) {
    return find(name) instanceof ScalarNode scalar
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  private Optional<String> requiredText(String name) throws DataException {
    @Nullable Node node = find(name);
    return node == null ? Optional.empty() : Optional.of(scalar(node, "\"%s\"".formatted(name)));
  }

  /** Returns a number for which a later check has the last word. */
  double number(String name, double otherwise) throws DataException {
    Optional<String> text = requiredText(name);
    try {
      return text.isPresent() ? Double.parseDouble(text.get()) : otherwise;
    } catch (NumberFormatException _) {
      throw refuse(name, "must be a number, found \"%s\"".formatted(text.orElse("")));
    }
  }

  /** Returns a whole number that is not negative and fits an int. */
  long whole(String name, long otherwise) throws DataException {
    Optional<String> text = requiredText(name);
    try {
      long value = text.isPresent() ? Long.parseLong(text.get()) : otherwise;
      if (value >= 0 && value <= Integer.MAX_VALUE) {
        return value;
      }
    } catch (NumberFormatException _) {
      // told of below
    }
    throw refuse(
        name,
        "must be a whole number from 0 to %d, found \"%s\""
            .formatted(Integer.MAX_VALUE, text.orElse("")));
  }

  boolean truth(String name, boolean otherwise) throws DataException {
    String text = requiredText(name).orElse(Boolean.toString(otherwise));
    if (!text.equals("true") && !text.equals("false")) {
      throw refuse(name, "must be true or false, found \"%s\"".formatted(text));
    }
    return text.equals("true");
  }

  /** Returns a constant by its name in small letters, with hyphens. */
  <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) throws DataException {
    Optional<String> text = requiredText(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String wanted = text.get().toUpperCase(Locale.ROOT).replace('-', '_');
    Optional<E> found =
        Stream.of(type.getEnumConstants()).filter(e -> e.name().equals(wanted)).findFirst();
    if (found.isEmpty()) {
      String all = String.join(", ", Stream.of(type.getEnumConstants()).map(Enum::name).toList());
      throw refuse(
          name,
          "must be one of %s, found \"%s\""
              .formatted(all.toLowerCase(Locale.ROOT).replace('_', '-'), text.get()));
    }
    return found;
  }

  private List<Node> list(String name) throws DataException {
    @Nullable Node node = find(name);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      throw refuse(name, "must be a list");
    }
    return sequence.getValue();
  }

  List<String> texts(String name) throws DataException {
    List<String> texts = new ArrayList<>();
    for (Node node : list(name)) {
      texts.add(scalar(node, "an element of \"%s\"".formatted(name)));
    }
    return texts;
  }

  List<RecipeTree> trees(String name) throws DataException {
    List<RecipeTree> trees = new ArrayList<>();
    for (Node node : list(name)) {
      requirePlain(node);
      trees.add(new RecipeTree(file, node));
    }
    return trees;
  }

  Optional<RecipeTree> tree(String name) throws DataException {
    @Nullable Node node = find(name);
    return node == null ? Optional.empty() : Optional.of(new RecipeTree(file, node));
  }

  /** Returns what a constructor makes; if it refuses, the refusal gets the line of this mapping. */
  <T> T made(Supplier<T> maker) throws DataException {
    try {
      return maker.get();
    } catch (IllegalArgumentException | ArithmeticException refusal) {
      throw refuse(line, String.valueOf(refusal.getMessage()));
    }
  }

  /** Refuses every name that was not asked for until now. */
  void requireNothingElse() throws DataException {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw refuse(name, "is unknown; known are " + String.join(", ", known));
      }
    }
  }

  /** Returns the exception that tells what is wrong with this mapping. */
  DataException refuse(String problem) {
    return refuse(line, problem);
  }

  private DataException refuse(String name, String problem) {
    @Nullable Node node = values.get(name);
    return refuse(node == null ? line : lineOf(node), "\"%s\" %s".formatted(name, problem));
  }

  private DataException refuse(int at, String problem) {
    return DataException.at(Place.line(file, at), problem);
  }
}
