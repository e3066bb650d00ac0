package dev.chatwright.tokenizer.template;

/** What one rendering may still spend. Confined to one thread. */
final class Budget {
  private long steps;
  private long characters;
  private int depth;

  void steps(long count) {
    steps += count;
    if (steps > TemplateLimits.STEPS) {
      throw TemplateFailure.limit(
          "rendering took more than %d steps".formatted(TemplateLimits.STEPS));
    }
  }

  /** Accounts for characters that an operation reads or writes. */
  void characters(long count) {
    characters += count;
    if (characters > TemplateLimits.HANDLED_CHARACTERS) {
      throw TemplateFailure.limit(
          "rendering handled more than %d characters".formatted(TemplateLimits.HANDLED_CHARACTERS));
    }
  }

  /** Accounts for looking for {@code needle} in {@code text}, at its worst. */
  void search(String text, String needle) {
    characters(text.length() * (1L + needle.length() / 16));
  }

  /** Accounts for handing {@code value} to an operation, or for getting it from one. */
  void handle(Value value) {
    switch (value) {
      case Text text -> characters(text.length());
      case Value.ListValue list -> steps(list.elements().size());
      case Value.MapValue map -> steps(map.entries().size());
      default -> {}
    }
  }

  void enter() {
    if (++depth > TemplateLimits.DEPTH) {
      throw TemplateFailure.limit(
          "evaluation nests more than %d deep".formatted(TemplateLimits.DEPTH));
    }
  }

  void leave() {
    depth--;
  }
}
