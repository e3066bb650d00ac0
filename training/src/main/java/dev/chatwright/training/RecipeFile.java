package dev.chatwright.training;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A recipe's file, read strictly: sections of names, each once, with single values. Nothing is
 * built of what it says but texts.
 *
 * <p>A name that nobody asked for is refused by {@link #requireNothingElse}. Confined to one
 * thread.
 */
final class RecipeFile {
  private static final int MAX_BYTES = 256 << 10;
  private static final int MAX_DEPTH = 4;
  private static final Set<Tag> PLAIN_TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MAP);

  /** A section and a name in it. */
  private static final Pattern SET_NAME = Pattern.compile("\\w+\\.\\w+");

  /** Values that need no quotes in YAML. */
  private static final Pattern PLAIN = Pattern.compile("[\\w./][\\w./,+-]*|-[\\d.][\\w.+-]*");

  private final Path file;
  private String source;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Set<String> known = new TreeSet<>();

  /** A text and where it stands. */
  private record Value(String text, String where) {}

  private RecipeFile(Path file, String source) {
    this.file = file;
    this.source = source;
  }

  /**
   * Reads a file.
   *
   * @param changes values that take the place of the file's, by names such as {@code
   *     training.steps}
   */
  static RecipeFile read(Path file, Map<String, String> changes) throws IOException {
    requireSize(file, Files.size(file));
    try {
      RecipeFile recipe = parse(Files.readString(file), file);
      recipe.change(changes);
      return recipe;
    } catch (CharacterCodingException _) {
      throw new RecipeException(file.toString(), "this is no UTF-8");
    }
  }

  /** Reads a text that may stand elsewhere than in the file whose name errors tell. */
  static RecipeFile parse(String source, Path file) throws RecipeException {
    requireSize(file, source.length());
    RecipeFile recipe = new RecipeFile(file, source);
    @Nullable Node root = recipe.compose();
    if (root == null) {
      throw new RecipeException(file.toString(), "the recipe is empty");
    }
    recipe.readSections(root);
    return recipe;
  }

  /** Sets values, and writes the source anew so that it says the same. */
  private void change(Map<String, String> changes) throws RecipeException {
    for (Map.Entry<String, String> change : changes.entrySet()) {
      String where = "--set %s=%s".formatted(change.getKey(), change.getValue());
      if (!SET_NAME.matcher(change.getKey()).matches()) {
        throw new RecipeException(where, "expected a name such as training.steps before the =");
      }
      values.put(change.getKey(), new Value(change.getValue(), where));
    }
    if (!changes.isEmpty()) {
      source = written();
    }
  }

  private String written() {
    Map<String, StringBuilder> sections = new LinkedHashMap<>();
    entries()
        .forEach(
            (name, text) -> {
              int dot = name.indexOf('.');
              sections
                  .computeIfAbsent(
                      name.substring(0, dot), section -> new StringBuilder(section + ":\n"))
                  .append("  %s: %s\n".formatted(name.substring(dot + 1), quoted(text)));
            });
    return String.join("", sections.values());
  }

  private static String quoted(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "''") + "'";
  }

  private static void requireSize(Path file, long size) throws RecipeException {
    if (size > MAX_BYTES) {
      throw new RecipeException(
          file.toString(), "it has %d bytes, the most is %d".formatted(size, MAX_BYTES));
    }
  }

  private @Nullable Node compose() throws RecipeException {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(0);
    options.setCodePointLimit(MAX_BYTES);
    try {
      return new Yaml(options).compose(new StringReader(source));
    } catch (MarkedYAMLException broken) {
      throw refuse(broken.getProblemMark(), "this is no YAML: " + broken.getProblem());
    } catch (YAMLException broken) {
      throw new RecipeException(
          file.toString(),
          "this is no YAML: " + String.valueOf(broken.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private void readSections(Node root) throws RecipeException {
    for (NodeTuple section : entries(root, "the recipe")) {
      String name = scalar(section.getKeyNode(), "a section's name").getValue();
      for (NodeTuple entry : entries(section.getValueNode(), name)) {
        ScalarNode key = scalar(entry.getKeyNode(), "a name");
        String full = name + "." + key.getValue();
        Value value =
            new Value(
                scalar(entry.getValueNode(), full).getValue(), where(line(key.getStartMark())));
        if (values.put(full, value) != null) {
          throw refuse(key.getStartMark(), "\"%s\" is there twice".formatted(full));
        }
      }
    }
  }

  private List<NodeTuple> entries(Node node, String what) throws RecipeException {
    requirePlain(node);
    if (!(node instanceof MappingNode mapping)) {
      throw refuse(node.getStartMark(), what + " must hold 'name: value' lines");
    }
    return mapping.getValue();
  }

  private ScalarNode scalar(Node node, String what) throws RecipeException {
    requirePlain(node);
    if (!(node instanceof ScalarNode scalar)) {
      throw refuse(node.getStartMark(), what + " must be a single value");
    }
    return scalar;
  }

  private void requirePlain(Node node) throws RecipeException {
    if (node.getAnchor() != null || !PLAIN_TAGS.contains(node.getTag())) {
      throw refuse(node.getStartMark(), "lists, anchors (&) and tags (!) are not supported here");
    }
  }

  /** Returns the recipe as it was written, or what it became by changes. */
  String source() {
    return source;
  }

  /** Returns all names and what they are set to, in the order of the file. */
  Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    values.forEach((name, value) -> entries.put(name, value.text()));
    return entries;
  }

  /** Returns a path, which may be relative to the recipe's place. */
  Optional<Path> path(String key) {
    return text(key).map(file.resolveSibling(".")::resolve);
  }

  /** Returns a text, or empty if the recipe says nothing of it. */
  Optional<String> text(String key) {
    known.add(key);
    return Optional.ofNullable(values.get(key)).map(Value::text);
  }

  /** Returns one of some words. */
  String word(String key, List<String> allowed, String otherwise) throws RecipeException {
    String text = text(key).orElse(otherwise);
    if (!allowed.contains(text)) {
      throw refuse(
          key, "must be one of %s, found \"%s\"".formatted(String.join(", ", allowed), text));
    }
    return text;
  }

  /** Returns a whole number from {@code min} to {@code max}. */
  int integer(String key, int min, int max, int otherwise) throws RecipeException {
    String text = text(key).orElse(Integer.toString(otherwise));
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException _) {
      // told of below
    }
    throw refuse(
        key, "must be a whole number from %d to %d, found \"%s\"".formatted(min, max, text));
  }

  /** Returns a number for which a later check has the last word. */
  double number(String key, double otherwise) throws RecipeException {
    String text = text(key).orElse(Double.toString(otherwise));
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      throw refuse(key, "must be a number, found \"%s\"".formatted(text));
    }
  }

  /** Returns a truth value. */
  boolean truth(String key, boolean otherwise) throws RecipeException {
    return word(key, List.of("true", "false"), Boolean.toString(otherwise)).equals("true");
  }

  /** Refuses every name that was not asked for until now. */
  void requireNothingElse() throws RecipeException {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw refuse(key, "is unknown; known are " + String.join(", ", known));
      }
    }
  }

  /** Returns the exception that tells what is wrong with a value, and where it stands. */
  RecipeException refuse(String key, String problem) {
    Value value = values.get(key);
    String where = value == null ? file.toString() : value.where();
    return new RecipeException(where, "\"%s\" %s".formatted(key, problem));
  }

  private RecipeException refuse(@Nullable Mark mark, String problem) {
    return new RecipeException(where(line(mark)), problem);
  }

  private String where(int line) {
    return "%s line %d".formatted(file, line);
  }

  private static int line(@Nullable Mark mark) {
    return mark == null ? 1 : mark.getLine() + 1;
  }
}
