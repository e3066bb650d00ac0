package dev.chatwright.inference;

import dev.chatwright.tokenizer.MessageSpan;
import dev.chatwright.tokenizer.PromptText;
import dev.chatwright.tokenizer.SpecialTokens;
import dev.chatwright.tokenizer.TokenizedPrompt;
import dev.chatwright.tokenizer.Tokenizer;
import dev.chatwright.tokenizer.template.ChatMessage;
import dev.chatwright.tokenizer.template.ChatTemplate;
import dev.chatwright.tokenizer.template.RenderOptions;
import dev.chatwright.tokenizer.template.TemplateTokens;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Conversations and plain texts as the tokens of a prompt.
 *
 * <p>Immutable.
 */
final class ChatPrompts {
  /** What chat models of many families were tuned on. */
  private static final String CHAT_ML =
      """
      {%- for message in messages -%}
      {{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}
      {%- endfor -%}
      {%- if add_generation_prompt -%}{{ '<|im_start|>assistant\\n' }}{%- endif -%}
      """
          .strip();

  /** For models that were never tuned to chat: names and colons, which they have read before. */
  private static final String PLAIN =
      """
      {%- for message in messages -%}
      {{ message['role'] + ': ' + message['content'] + '\\n' }}
      {%- endfor -%}
      {%- if add_generation_prompt -%}{{ 'assistant:' }}{%- endif -%}
      """
          .strip();

  private final Tokenizer tokenizer;
  private final ChatTemplate template;

  private ChatPrompts(Tokenizer tokenizer, ChatTemplate template) {
    this.tokenizer = tokenizer;
    this.template = template;
  }

  /**
   * Chooses the template: the model's own, else ChatML if its control tokens exist, else names and
   * colons.
   *
   * @throws dev.chatwright.tokenizer.template.ChatTemplateException if the model's own is broken
   */
  static ChatPrompts of(Tokenizer tokenizer, Optional<String> source) {
    boolean chatMl =
        Stream.of("<|im_start|>", "<|im_end|>")
            .allMatch(text -> tokenizer.vocabulary().find(text).isPresent());
    SpecialTokens special = tokenizer.specialTokens();
    TemplateTokens tokens =
        TemplateTokens.of(text(tokenizer, special.begin()), text(tokenizer, special.end()));
    String chosen = source.orElse(chatMl ? CHAT_ML : PLAIN);
    return new ChatPrompts(tokenizer, ChatTemplate.parse(chosen, tokens));
  }

  private static String text(Tokenizer tokenizer, OptionalInt token) {
    return token.isPresent() ? tokenizer.vocabulary().text(token.getAsInt()) : "";
  }

  /** Returns the prompt for the assistant to answer a conversation. */
  TokenizedPrompt chat(List<ChatMessage> messages) {
    PromptText text = template.render(messages, RenderOptions.FOR_REPLY);
    return withBegin(tokenizer.encode(text));
  }

  /** Returns a whole conversation, with nothing after its last message. */
  TokenizedPrompt transcript(List<ChatMessage> messages) {
    return withBegin(tokenizer.encode(template.render(messages, RenderOptions.TRANSCRIPT)));
  }

  /** Returns the prompt of a plain text. */
  TokenizedPrompt raw(String text) {
    return withBegin(new TokenizedPrompt(tokenizer.encode(text), List.of()));
  }

  /** Puts the begin token first where the model asks for one and the template has not. */
  private TokenizedPrompt withBegin(TokenizedPrompt prompt) {
    SpecialTokens special = tokenizer.specialTokens();
    int[] tokens = prompt.tokens();
    if (!special.addBegin()
        || special.begin().isEmpty()
        || (tokens.length > 0 && tokens[0] == special.begin().getAsInt())) {
      return prompt;
    }
    List<MessageSpan> shifted =
        prompt.spans().stream()
            .map(span -> new MessageSpan(span.message(), span.fromToken() + 1, span.toToken() + 1))
            .toList();
    int[] longer =
        IntStream.concat(IntStream.of(special.begin().getAsInt()), IntStream.of(tokens)).toArray();
    return new TokenizedPrompt(longer, shifted);
  }
}
