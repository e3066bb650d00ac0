package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.Value.BooleanValue;
import dev.chatwright.tokenizer.template.Value.IntegerValue;
import dev.chatwright.tokenizer.template.Value.ListValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The methods of strings, such as {@code text.strip()}. */
final class TextMethods {
  private static final Map<String, Method> METHODS = methods();

  private TextMethods() {}

  /** A method of strings. */
  @FunctionalInterface
  interface Method {
    Value call(Text self, Arguments arguments, Budget budget);
  }

  static @Nullable Method find(String name) {
    return METHODS.get(name);
  }

  private static Map<String, Method> methods() {
    Map<String, Method> methods = new HashMap<>();
    addEditing(methods);
    addSplitting(methods);
    addQuestions(methods);
    return Map.copyOf(methods);
  }

  private static void addEditing(Map<String, Method> methods) {
    methods.put("strip", (self, a, _) -> strip(self, a, true, true));
    methods.put("lstrip", (self, a, _) -> strip(self, a, true, false));
    methods.put("rstrip", (self, a, _) -> strip(self, a, false, true));
    methods.put("upper", (self, _, _) -> TextEditing.upper(self));
    methods.put("lower", (self, _, _) -> TextEditing.lower(self));
    methods.put("capitalize", (self, _, _) -> TextEditing.capitalize(self));
    methods.put("title", (self, _, _) -> TextEditing.title(self, c -> !Character.isLetter(c)));
    methods.put(
        "replace",
        (self, a, budget) ->
            TextEditing.replace(
                self,
                a.text(0, "old").string(),
                a.text(1, "new"),
                a.integer(2, "count", -1),
                budget));
    methods.put("removeprefix", (self, a, _) -> withoutPrefix(self, a.text(0, "prefix").string()));
    methods.put("removesuffix", (self, a, _) -> withoutSuffix(self, a.text(0, "suffix").string()));
  }

  private static void addSplitting(Map<String, Method> methods) {
    methods.put(
        "split",
        (self, a, budget) ->
            ListValue.of(
                TextEditing.split(
                    self, a.optionalText(0, "sep"), a.integer(1, "maxsplit", -1), budget)));
    methods.put(
        "rsplit",
        (self, a, budget) ->
            ListValue.of(
                TextEditing.splitFromEnd(
                    self, a.optionalText(0, "sep"), a.integer(1, "maxsplit", -1), budget)));
    methods.put(
        "splitlines",
        (self, a, budget) ->
            ListValue.of(TextEditing.splitLines(self, a.flag(0, "keepends"), budget)));
    methods.put("partition", (self, a, budget) -> partition(self, a.text(0, "sep"), budget));
    methods.put(
        "join",
        (self, a, budget) ->
            TextEditing.join(self, Values.elements(a.require(0, "iterable"), budget), budget));
  }

  private static void addQuestions(Map<String, Method> methods) {
    methods.put("startswith", (self, a, _) -> affix(a, prefix -> self.string().startsWith(prefix)));
    methods.put("endswith", (self, a, _) -> affix(a, suffix -> self.string().endsWith(suffix)));
    methods.put("find", (self, a, budget) -> position(self, find(self, a, budget)));
    methods.put("index", (self, a, budget) -> position(self, requireFound(find(self, a, budget))));
    methods.put("rfind", (self, a, budget) -> position(self, findLast(self, a, budget)));
    methods.put("count", TextMethods::count);
    methods.put("isdigit", (self, _, _) -> all(self, Character::isDigit));
    methods.put("isalpha", (self, _, _) -> all(self, Character::isLetter));
    methods.put("isalnum", (self, _, _) -> all(self, Character::isLetterOrDigit));
    methods.put("isspace", (self, _, _) -> all(self, Characters::isSpace));
    methods.put(
        "isupper",
        (self, _, _) ->
            BooleanValue.of(
                TextEditing.upper(self).equals(self) && !TextEditing.lower(self).equals(self)));
    methods.put(
        "islower",
        (self, _, _) ->
            BooleanValue.of(
                TextEditing.lower(self).equals(self) && !TextEditing.upper(self).equals(self)));
  }

  private static Value strip(Text self, Arguments arguments, boolean left, boolean right) {
    return TextEditing.strip(self, arguments.optionalText(0, "chars"), left, right);
  }

  private static Text withoutPrefix(Text self, String prefix) {
    return self.string().startsWith(prefix) ? self.slice(prefix.length(), self.length()) : self;
  }

  private static Text withoutSuffix(Text self, String suffix) {
    return self.string().endsWith(suffix) ? self.slice(0, self.length() - suffix.length()) : self;
  }

  private static Value partition(Text self, Text separator, Budget budget) {
    List<Value> parts = TextEditing.split(self, separator, 1, budget);
    int end = ((Text) parts.getFirst()).length();
    return parts.size() == 1
        ? ListValue.tuple(List.of(self, Text.EMPTY, Text.EMPTY))
        : ListValue.tuple(
            List.of(parts.get(0), self.slice(end, end + separator.length()), parts.get(1)));
  }

  private static Value affix(Arguments arguments, Predicate<String> matches) {
    Value wanted = arguments.require(0, "prefix");
    List<Value> choices = wanted instanceof ListValue list ? list.elements() : List.of(wanted);
    return BooleanValue.of(
        choices.stream()
            .anyMatch(choice -> matches.test(Values.text(choice, "what is looked for").string())));
  }

  private static int find(Text self, Arguments arguments, Budget budget) {
    String needle = arguments.text(0, "sub").string();
    budget.search(self.string(), needle);
    long from = arguments.integer(1, "start", 0);
    int size = self.codePoints();
    long start = Math.clamp(from < 0 ? from + size : from, 0, size);
    return self.string().indexOf(needle, self.string().offsetByCodePoints(0, (int) start));
  }

  private static int findLast(Text self, Arguments arguments, Budget budget) {
    String needle = arguments.text(0, "sub").string();
    budget.search(self.string(), needle);
    return self.string().lastIndexOf(needle);
  }

  private static int requireFound(int at) {
    if (at < 0) {
      throw TemplateFailure.evaluation("a string does not hold what is looked for");
    }
    return at;
  }

  private static Value position(Text self, int at) {
    return new IntegerValue(at < 0 ? -1 : self.string().codePointCount(0, at));
  }

  private static Value count(Text self, Arguments arguments, Budget budget) {
    Text needle = arguments.text(0, "sub");
    return new IntegerValue(
        needle.length() == 0
            ? self.codePoints() + 1L
            : TextEditing.split(self, needle, -1, budget).size() - 1L);
  }

  private static Value all(Text self, IntPredicate test) {
    return BooleanValue.of(self.length() > 0 && self.string().codePoints().allMatch(test));
  }
}
