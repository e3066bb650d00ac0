package dev.chatwright.training;

import dev.chatwright.training.yaml.StrictYaml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A recipe's file, read strictly: sections of names, each once, with single values. Nothing is
 * built of what it says but texts.
 *
 * <p>A name that nobody asked for is refused by {@link #requireNothingElse}. Confined to one
 * thread.
 */
final class RecipeFile {
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
    RecipeFile recipe = parse(yaml(file).text(file), file);
    recipe.change(changes);
    return recipe;
  }

  /** Reads a text that may stand elsewhere than in the file whose name errors tell. */
  static RecipeFile parse(String source, Path file) throws IOException {
    RecipeFile recipe = new RecipeFile(file, source);
    recipe.readSections(yaml(file));
    return recipe;
  }

  private static StrictYaml yaml(Path file) {
    return new StrictYaml((line, problem) -> new RecipeException(where(file, line), problem));
  }

  private static String where(Path file, int line) {
    return line == 0 ? file.toString() : "%s line %d".formatted(file, line);
  }

  /** Sets values, and writes the source anew so that it says the same. */
  private void change(Map<String, String> changes) throws RecipeException {
    for (Map.Entry<String, String> change : changes.entrySet()) {
      String where = "--set %s=%s".formatted(change.getKey(), change.getValue());
      if (!SET_NAME.matcher(change.getKey()).matches()) {
        throw new RecipeException(where, "expected a name such as training.steps before the =");
      }
      if (change.getValue().chars().anyMatch(Character::isISOControl)) {
        // YAML would read the recipe that the run keeps otherwise, or not at all.
        throw new RecipeException(where, "expected a value without control characters");
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

  private void readSections(StrictYaml yaml) throws IOException {
    Node root = yaml.root(source);
    for (var section : yaml.entries(root, "the recipe").entrySet()) {
      String name = section.getKey();
      for (var entry : yaml.entries(section.getValue().value(), name).entrySet()) {
        String full = name + "." + entry.getKey();
        String text = yaml.single(entry.getValue().value(), "\"%s\"".formatted(full));
        values.put(full, new Value(text, where(file, entry.getValue().line())));
      }
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
    return text(key).map(name -> file.resolveSibling(name).normalize());
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

  /** Returns a number above 0 that is finite. */
  double positive(String key, double otherwise) throws RecipeException {
    double value = number(key, otherwise);
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw refuse(key, "must be above 0, found " + value);
    }
    return value;
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
}
