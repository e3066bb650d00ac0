package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.Value.BooleanValue;
import dev.chatwright.tokenizer.template.Value.FloatValue;
import dev.chatwright.tokenizer.template.Value.IntegerValue;
import dev.chatwright.tokenizer.template.Value.ListValue;
import dev.chatwright.tokenizer.template.Value.MapValue;
import dev.chatwright.tokenizer.template.Value.NoneValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the variables a template begins with, each text marked with its origin. */
final class TemplateContext {
  private final Budget budget;

  TemplateContext(Budget budget) {
    this.budget = budget;
  }

  Scope scope(List<ChatMessage> messages, TemplateTokens tokens, RenderOptions options) {
    Scope scope = new Scope(null);
    options.variables().forEach((name, value) -> scope.set(name, value(value, Origin.OUTSIDE)));
    Functions.addTo(scope);
    tokens.texts().forEach((name, text) -> scope.set(name, Text.ofTemplate(text)));
    scope.set("messages", messages(messages));
    scope.set("tools", tools(options));
    scope.set("add_generation_prompt", BooleanValue.of(options.addGenerationPrompt()));
    if (!options.variables().containsKey("documents")) {
      scope.set("documents", NoneValue.NONE);
    }
    return scope;
  }

  private Value tools(RenderOptions options) {
    List<Value> tools = new ArrayList<>();
    options.tools().forEach(tool -> tools.add(value(tool, Origin.OUTSIDE)));
    return tools.isEmpty() ? NoneValue.NONE : ListValue.of(tools);
  }

  private Value messages(List<ChatMessage> messages) {
    List<Value> values = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      values.add(message(messages.get(i), i));
    }
    return ListValue.of(values);
  }

  private Value message(ChatMessage message, int index) {
    Map<Value, Value> entries = new LinkedHashMap<>();
    // A control token may be built from a role, so that only a known one is trusted.
    boolean known = ChatMessage.KNOWN_ROLES.contains(message.role());
    entries.put(Text.ofTemplate("role"), Text.of(message.role(), known ? Origin.TEMPLATE : index));
    entries.put(Text.ofTemplate("content"), Text.of(message.content(), index));
    message
        .fields()
        .forEach((name, value) -> entries.put(Text.of(name, index), value(value, index)));
    return MapValue.of(entries);
  }

  private Value value(@Nullable Object json, int origin) {
    budget.steps(1);
    return switch (json) {
      case null -> NoneValue.NONE;
      case String text -> Text.of(text, origin);
      case Boolean truth -> BooleanValue.of(truth);
      case Double number -> new FloatValue(number);
      case Long number -> new IntegerValue(number);
      case List<?> list -> {
        List<Value> elements = new ArrayList<>(list.size());
        list.forEach(element -> elements.add(value(element, origin)));
        yield ListValue.of(elements);
      }
      case Map<?, ?> map -> {
        Map<Value, Value> entries = new LinkedHashMap<>();
        map.forEach(
            (key, value) -> entries.put(Text.of((String) key, origin), value(value, origin)));
        yield MapValue.of(entries);
      }
      default -> throw new IllegalStateException("not a JSON value");
    };
  }
}
