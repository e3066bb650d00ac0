package dev.chatwright.tokenizer.template;

import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a conversation is rendered. Immutable.
 *
 * @param addGenerationPrompt whether the prompt ends with the head of the assistant's reply
 * @param tools descriptions of the tools the model may call, as JSON objects; copied
 * @param variables further variables for the template, as JSON values; copied. They never replace
 *     messages or control tokens, and their text is not trusted
 * @param clock what {@code strftime_now} reads
 */
public record RenderOptions(
    boolean addGenerationPrompt,
    List<? extends Map<String, ? extends @Nullable Object>> tools,
    Map<String, ? extends @Nullable Object> variables,
    Clock clock) {

  /** Renders a conversation for the assistant to answer. */
  public static final RenderOptions FOR_REPLY =
      new RenderOptions(true, List.of(), Map.of(), Clock.system(ZoneId.systemDefault()));

  /** Renders a conversation as it is, with nothing after its last message. */
  public static final RenderOptions TRANSCRIPT = FOR_REPLY.withAddGenerationPrompt(false);

  /** Copies the tools and variables. */
  public RenderOptions {
    tools = tools.stream().map(JsonValues::copyOf).toList();
    variables = JsonValues.copyOf(variables);
  }

  /** Returns a copy that ends with the head of a reply, or does not. */
  public RenderOptions withAddGenerationPrompt(boolean newAddGenerationPrompt) {
    return new RenderOptions(newAddGenerationPrompt, tools, variables, clock);
  }

  /** Returns a copy with these tools. */
  public RenderOptions withTools(List<? extends Map<String, ? extends @Nullable Object>> newTools) {
    return new RenderOptions(addGenerationPrompt, newTools, variables, clock);
  }

  /** Returns a copy with these variables. */
  public RenderOptions withVariables(Map<String, ? extends @Nullable Object> newVariables) {
    return new RenderOptions(addGenerationPrompt, tools, newVariables, clock);
  }

  /** Returns a copy that tells the time of {@code newClock}. */
  public RenderOptions withClock(Clock newClock) {
    return new RenderOptions(addGenerationPrompt, tools, variables, newClock);
  }
}
