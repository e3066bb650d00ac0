package dev.chatwright.tokenizer.template;

import java.util.List;

/** The {@code %} operator of strings, for {@code %s}, {@code %d} and {@code %%}. */
final class TextFormat {
  private TextFormat() {}

  static Text format(Text format, List<Value> values, Budget budget) {
    Text.Builder builder = new Text.Builder();
    int used = 0;
    int start = 0;
    int at;
    while ((at = format.string().indexOf('%', start)) >= 0) {
      builder.append(format, start, at);
      char code = at + 1 < format.length() ? format.string().charAt(at + 1) : ' ';
      if (code == '%') {
        builder.append(format, at, at + 1);
      } else if ((code == 's' || code == 'd') && used < values.size()) {
        builder.append(argument(code, values.get(used++), budget));
      } else {
        throw TemplateFailure.evaluation("a format holds a '%' that has no value or no meaning");
      }
      start = at + 2;
    }
    if (used < values.size()) {
      throw TemplateFailure.evaluation("a format has fewer places than values");
    }
    return builder.append(format, start, format.length()).build();
  }

  private static Text argument(char code, Value value, Budget budget) {
    if (code == 'd' && !Values.isNumber(value)) {
      throw TemplateFailure.evaluation(
          "'%%d' needs a number, not %s".formatted(Values.typeName(value)));
    }
    return code == 'd'
        ? Text.ofTemplate(Long.toString((long) Values.number(value)))
        : Printer.print(value, budget);
  }
}
