package dev.chatwright.training.data;

import dev.chatwright.training.yaml.StrictYaml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A mapping in a recipe, read strictly: names, each once, with texts, lists and mappings. Nothing
 * is built of what it says but texts. Confined to one thread.
 */
final class RecipeTree {
  private final StrictYaml yaml;
  private final Path file;
  private final int line;
  private final Map<String, StrictYaml.Entry> values;
  private final Set<String> known = new TreeSet<>();

  private RecipeTree(StrictYaml yaml, Path file, Node node, String what) throws IOException {
    this.yaml = yaml;
    this.file = file;
    this.line = StrictYaml.line(node);
    this.values = yaml.entries(node, what);
  }

  static RecipeTree read(Path file) throws IOException {
    StrictYaml yaml =
        new StrictYaml(
            (line, problem) ->
                line == 0
                    ? DataException.file(file, problem)
                    : DataException.at(Place.line(file, line), problem));
    return new RecipeTree(yaml, file, yaml.root(yaml.text(file)), "the recipe");
  }

  private @Nullable Node find(String name) {
    known.add(name);
    StrictYaml.@Nullable Entry entry = values.get(name);
    return entry == null ? null : entry.value();
  }

  /** Returns whether there is a word in place of a number or mapping, which switches it off. */
  boolean isNone(String name) {
    return find(name) instanceof ScalarNode scalar && scalar.getValue().equals("none");
  }

  /** Returns a single value, or empty if there is none. */
  Optional<String> text(String name) throws IOException {
    @Nullable Node node = find(name);
    return node == null ? Optional.empty() : Optional.of(yaml.single(node, quoted(name)));
  }

  private static String quoted(String name) {
    return "\"%s\"".formatted(name);
  }

  /** Returns a number for which a later check has the last word. */
  double number(String name, double otherwise) throws IOException {
    Optional<String> text = text(name);
    try {
      return text.isPresent() ? Double.parseDouble(text.get()) : otherwise;
    } catch (NumberFormatException _) {
      throw refuse(name, "must be a number, found \"%s\"".formatted(text.orElse("")));
    }
  }

  /** Returns a whole number that is not negative and fits an int. */
  long whole(String name, long otherwise) throws IOException {
    Optional<String> text = text(name);
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

  boolean truth(String name, boolean otherwise) throws IOException {
    String text = text(name).orElse(Boolean.toString(otherwise));
    if (!text.equals("true") && !text.equals("false")) {
      throw refuse(name, "must be true or false, found \"%s\"".formatted(text));
    }
    return text.equals("true");
  }

  /** Returns a constant by its name in small letters, with hyphens. */
  <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) throws IOException {
    Optional<String> text = text(name);
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

  private List<Node> list(String name) throws IOException {
    @Nullable Node node = find(name);
    return node == null ? List.of() : yaml.elements(node, quoted(name));
  }

  List<String> texts(String name) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Node node : list(name)) {
      texts.add(yaml.single(node, "an element of " + quoted(name)));
    }
    return texts;
  }

  List<RecipeTree> trees(String name) throws IOException {
    List<RecipeTree> trees = new ArrayList<>();
    for (Node node : list(name)) {
      trees.add(new RecipeTree(yaml, file, node, "an element of " + quoted(name)));
    }
    return trees;
  }

  Optional<RecipeTree> tree(String name) throws IOException {
    @Nullable Node node = find(name);
    return node == null
        ? Optional.empty()
        : Optional.of(new RecipeTree(yaml, file, node, quoted(name)));
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
    StrictYaml.@Nullable Entry entry = values.get(name);
    return refuse(entry == null ? line : entry.line(), quoted(name) + " " + problem);
  }

  private DataException refuse(int at, String problem) {
    return DataException.at(Place.line(file, at), problem);
  }
}
