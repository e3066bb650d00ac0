package dev.chatwright.inference;

import dev.chatwright.inference.ModelFiles.Words;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.Weights;
import dev.chatwright.tokenizer.TokenizedPrompt;
import dev.chatwright.tokenizer.Tokenizer;
import dev.chatwright.tokenizer.template.ChatMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A language model's files, opened for something other than generating: its weights where they are,
 * and conversations as tokens exactly as when it is served.
 *
 * <p>Safe for use by several threads.
 */
public final class BaseModel implements AutoCloseable {
  private final ModelFiles files;
  private final Words words;
  private final ChatPrompts prompts;
  private final OpenResources memory;

  private BaseModel(ModelFiles files, Words words, ChatPrompts prompts, OpenResources memory) {
    this.files = files;
    this.words = words;
    this.prompts = prompts;
    this.memory = memory;
  }

  /**
   * Maps a model's files.
   *
   * @param path a GGUF file or a Hugging Face folder
   * @throws IOException if it is absent, broken, or of a kind that this version cannot run
   */
  public static BaseModel open(Path path) throws IOException {
    return ModelLoader.open(
        path,
        memory -> {
          ModelFiles files = ModelLoader.files(path, memory);
          ChatPrompts prompts = ModelLoader.prompts(files.tokenizer(), files.template(), path);
          return new BaseModel(files, files.words().get(), prompts, memory);
        });
  }

  /** Returns the architecture. */
  public ArchSpec spec() {
    return files.spec();
  }

  /** Returns the weights, valid until this is closed. */
  public Weights weights() {
    return files.weights();
  }

  /** Returns the tokenizer. */
  public Tokenizer tokenizer() {
    return words.tokenizer();
  }

  /** Returns the tokens that end a reply. */
  public Set<Integer> endTokens() {
    return words.endTokens();
  }

  /**
   * Returns a whole conversation, by the model's template, with nothing after its last message.
   *
   * @throws dev.chatwright.tokenizer.template.ChatTemplateException if the template refuses it
   */
  public TokenizedPrompt transcript(List<ChatMessage> messages) {
    return prompts.transcript(messages);
  }

  /** Frees the files. */
  @Override
  public void close() {
    memory.close();
  }
}
