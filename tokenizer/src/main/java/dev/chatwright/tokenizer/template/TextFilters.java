package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.Filters.Filter;
import dev.chatwright.tokenizer.template.Value.BooleanValue;
import dev.chatwright.tokenizer.template.Value.IntegerValue;
import dev.chatwright.tokenizer.template.Value.UndefinedValue;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Filters that make text. */
final class TextFilters {
  private TextFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put("string", ofText(UnaryOperator.identity()));
    filters.put("safe", ofText(UnaryOperator.identity()));
    filters.put("upper", ofText(TextEditing::upper));
    filters.put("lower", ofText(TextEditing::lower));
    filters.put("capitalize", ofText(TextEditing::capitalize));
    filters.put("title", ofText(text -> TextEditing.title(text, TextFilters::beginsWord)));
    filters.put("escape", ofText(TextFilters::escape));
    filters.put("e", ofText(TextFilters::escape));
    filters.put(
        "trim",
        (input, a, rendering) ->
            TextEditing.strip(print(input, rendering), a.optionalText(0, "chars"), true, true));
    filters.put("replace", TextFilters::replace);
    filters.put("indent", TextFilters::indent);
    filters.put(
        "format",
        (input, a, rendering) ->
            TextFormat.format(print(input, rendering), a.positional(), rendering.budget()));
    filters.put("tojson", (input, a, rendering) -> JsonPrinter.print(input, a, rendering.budget()));
    filters.put(
        "wordcount",
        (input, _, rendering) ->
            new IntegerValue(
                TextEditing.split(print(input, rendering), null, -1, rendering.budget()).size()));
    filters.put("default", TextFilters::fallback);
    filters.put("d", TextFilters::fallback);
  }

  private static Filter ofText(UnaryOperator<Text> change) {
    return (input, _, rendering) -> change.apply(print(input, rendering));
  }

  private static Text print(Value input, Rendering rendering) {
    return Printer.print(input, rendering.budget());
  }

  private static boolean beginsWord(int before) {
    return Characters.isSpace(before) || "-({[<".indexOf(before) >= 0;
  }

  private static Text escape(Text text) {
    return text.map(
        run ->
            run.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;"));
  }

  private static Value replace(Value input, Arguments arguments, Rendering rendering) {
    return TextEditing.replace(
        print(input, rendering),
        print(arguments.require(0, "old"), rendering).string(),
        print(arguments.require(1, "new"), rendering),
        arguments.integer(2, "count", -1),
        rendering.budget());
  }

  private static Value indent(Value input, Arguments arguments, Rendering rendering) {
    Value width = arguments.get(0, "width", new IntegerValue(4));
    Text indentation =
        width instanceof Text text
            ? text
            : (Text) Numbers.binary("*", Text.ofTemplate(" "), width, rendering.budget());
    return TextEditing.indent(
        print(input, rendering),
        indentation,
        arguments.flag(1, "first"),
        arguments.flag(2, "blank"),
        rendering.budget());
  }

  private static Value fallback(Value input, Arguments arguments, Rendering rendering) {
    boolean alsoIfFalse =
        Values.isTrue(arguments.get(1, "boolean", BooleanValue.FALSE)) && !Values.isTrue(input);
    return input instanceof UndefinedValue || alsoIfFalse
        ? arguments.get(0, "default_value", Text.EMPTY)
        : input;
  }
}
