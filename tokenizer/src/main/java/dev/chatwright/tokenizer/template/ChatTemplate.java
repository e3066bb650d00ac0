package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.PromptText;
import java.util.ArrayList;
import java.util.List;

/**
 * A chat template: the recipe by which a conversation becomes a prompt, written in Jinja.
 *
 * <p>Text that comes from a message, from a tool's description or from a variable is not trusted
 * anywhere in the prompt, whatever the template does with it. Immutable, and safe for use by
 * several threads.
 */
public final class ChatTemplate {
  private final List<Statement> statements;
  private final TemplateTokens tokens;

  private ChatTemplate(List<Statement> statements, TemplateTokens tokens) {
    this.statements = statements;
    this.tokens = tokens;
  }

  /**
   * Parses a template.
   *
   * @param source the Jinja source, as published with the model
   * @param tokens the control tokens it may name
   * @throws ChatTemplateException if the source is no template, or too large
   */
  public static ChatTemplate parse(String source, TemplateTokens tokens) {
    return new ChatTemplate(TemplateParser.parse(source), tokens);
  }

  /**
   * Returns the prompt for a conversation.
   *
   * @throws ChatTemplateException if the template refuses the conversation, fails, or reaches a
   *     limit
   */
  public PromptText render(List<ChatMessage> messages, RenderOptions options) {
    return renderWithGenerations(messages, options).prompt();
  }

  /**
   * Returns the prompt and where the assistant's words stand in it.
   *
   * @throws ChatTemplateException as {@link #render} does
   */
  public Rendered renderWithGenerations(List<ChatMessage> messages, RenderOptions options) {
    Rendering rendering = new Rendering(options.clock());
    Text.Builder output = new Text.Builder();
    List<Span> generations = new ArrayList<>();
    try {
      Scope scope = new TemplateContext(rendering.budget()).scope(messages, tokens, options);
      new StatementExecutor(rendering, output, generations).run(statements, new Scope(scope));
    } catch (TemplateFailure failure) {
      throw failure.at(1);
    }
    return new Rendered(prompt(output.build()), generations);
  }

  private static PromptText prompt(Text text) {
    List<PromptText.Piece> pieces = new ArrayList<>();
    for (int run = 0; run < text.runs(); run++) {
      String part = text.string().substring(text.runStart(run), text.runEnd(run));
      int origin = text.runOrigin(run);
      pieces.add(
          new PromptText.Piece(
              part, origin == Origin.TEMPLATE, origin >= 0 ? origin : PromptText.Piece.NO_MESSAGE));
    }
    return new PromptText(pieces);
  }

  /**
   * A rendered conversation. Immutable.
   *
   * @param prompt the prompt
   * @param generations the stretches that the template marks as the assistant's; empty if it marks
   *     none
   */
  public record Rendered(PromptText prompt, List<Span> generations) {

    /** Copies the stretches. */
    public Rendered {
      generations = List.copyOf(generations);
    }
  }

  /**
   * A stretch of the prompt's text. Immutable.
   *
   * @param from index of its first character
   * @param to index after its last character
   */
  public record Span(int from, int to) {}
}
