package dev.chatwright.server.model;

import dev.chatwright.server.model.TextModel.PromptRefusedException;
import dev.chatwright.server.model.TextModel.Turn;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Texts that are no secret and with which many prompts begin, so that what is computed of them is
 * everybody's.
 *
 * <p>Safe for use by several threads.
 */
public final class SharedPrompts {
  /** There are none. */
  public static final SharedPrompts NONE = new SharedPrompts(List.of());

  private static final long MAX_BYTES = 1 << 20;

  private final List<String> texts;

  /** What prompts of one of the texts and nothing else are for a model, by the model's hash. */
  private final Map<String, List<int[]>> prompts = new ConcurrentHashMap<>();

  /** Creates the texts. */
  public SharedPrompts(List<String> texts) {
    this.texts = List.copyOf(texts);
  }

  /**
   * Reads the texts of files.
   *
   * @throws IOException if one cannot be read, is too large or no UTF-8; the message names it
   */
  public static SharedPrompts read(List<String> paths) throws IOException {
    List<String> texts = new ArrayList<>();
    for (String path : paths) {
      texts.add(text(Path.of(path)));
    }
    return new SharedPrompts(texts);
  }

  private static String text(Path file) throws IOException {
    try {
      if (Files.isDirectory(file)) {
        throw new IOException("a shared prompt is a file, %s is a folder".formatted(file));
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) { // to read a pipe may take for ever
        throw new IOException(
            "a shared prompt is a file, %s is a pipe, a socket or a device".formatted(file));
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException(
            "a shared prompt has at most %d bytes, %s has %d"
                .formatted(MAX_BYTES, file, Files.size(file)));
      }
      return Files.readString(file).strip();
    } catch (CharacterCodingException wrong) {
      throw new IOException("the shared prompt %s is not UTF-8".formatted(file), wrong);
    } catch (NoSuchFileException absent) {
      throw new IOException(
          "there is no shared prompt %s".formatted(file.toAbsolutePath()), absent);
    }
  }

  /**
   * Returns how many tokens a prompt begins with that are those of a prompt which holds one of the
   * texts and nothing else. So none of them tells anything of what else is in it, wherever the
   * tokenizer and the template draw their lines.
   */
  int commonTokens(TextModel model, int[] prompt) {
    int most = 0;
    for (int[] known : prompts.computeIfAbsent(model.hash(), _ -> promptsFor(model))) {
      int difference = Arrays.mismatch(prompt, known);
      most = Math.max(most, difference < 0 ? prompt.length : difference);
    }
    return most;
  }

  private List<int[]> promptsFor(TextModel model) {
    List<int[]> all = new ArrayList<>();
    for (String text : texts) {
      all.add(model.rawPrompt(text).tokens());
      chatPrompt(model, text).ifPresent(all::add);
    }
    return all;
  }

  /** Returns the prompt whose instructions the text is, unless the model takes none. */
  private static Optional<int[]> chatPrompt(TextModel model, String text) {
    try {
      List<Turn> turns = List.of(new Turn("system", text), new Turn("user", ""));
      return Optional.of(model.chatPrompt(turns).tokens());
    } catch (PromptRefusedException _) {
      return Optional.empty();
    }
  }
}
