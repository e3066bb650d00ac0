package dev.chatwright.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.inference.GgufTokenizer;
import dev.chatwright.tokenizer.GgufTokenizers;
import dev.chatwright.tokenizer.PromptText;
import dev.chatwright.tokenizer.Tokenizer;
import dev.chatwright.tokenizer.TokenizerException;
import dev.chatwright.tokenizer.TokenizerJson;
import dev.chatwright.tokenizer.TokenizerMetadata;
import dev.chatwright.tokenizer.template.ChatTemplate;
import dev.chatwright.tokenizer.template.ChatTemplateException;
import dev.chatwright.tokenizer.template.TemplateTokens;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The tokens of a tokenizer that was trained before, as its {@code tokenizer.json} says.
 *
 * <p>A text to learn from may name control tokens, such as the end of a document: what spells one
 * becomes it. Immutable.
 */
final class TrainedVocabulary implements TextVocabulary {
  private final TokenizerMetadata metadata;
  private final Tokenizer tokenizer;
  private final Optional<String> template;

  private TrainedVocabulary(TokenizerMetadata metadata, Optional<String> template) {
    this.metadata = metadata;
    this.tokenizer = GgufTokenizers.load(metadata);
    this.template = template;
  }

  /**
   * Reads a tokenizer.
   *
   * @param templateFile of conversations, if the model is to have one
   * @throws IOException if the file is broken or of a kind that a GGUF file cannot hold, or the
   *     template is none
   */
  static TrainedVocabulary read(Path tokenizerJson, Optional<Path> templateFile)
      throws IOException {
    Optional<String> template =
        templateFile.isPresent() ? Optional.of(template(templateFile.get())) : Optional.empty();
    try {
      return new TrainedVocabulary(TokenizerJson.metadata(tokenizerJson), template);
    } catch (TokenizerException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
  }

  private static String template(Path file) throws IOException {
    try {
      String source = Files.readString(file);
      ChatTemplate.parse(source, TemplateTokens.of("", ""));
      return source;
    } catch (CharacterCodingException broken) {
      throw new IOException(file + ": found bytes that are no UTF-8, expected a template", broken);
    } catch (ChatTemplateException refused) {
      throw new IOException("%s: %s".formatted(file, refused.getMessage()), refused);
    }
  }

  @Override
  public int size() {
    return metadata.tokens().size();
  }

  @Override
  public int[] encode(byte[] text) throws IOException {
    try {
      String letters = UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
      return tokenizer.encode(PromptText.trusted(letters)).tokens();
    } catch (CharacterCodingException broken) {
      throw new IOException(
          "the text to learn from is no UTF-8, which its tokenizer needs", broken);
    }
  }

  @Override
  public void describe(GgufWriter writer) {
    GgufTokenizer.write(metadata, writer);
    template.ifPresent(source -> writer.string("tokenizer.chat_template", source));
  }
}
