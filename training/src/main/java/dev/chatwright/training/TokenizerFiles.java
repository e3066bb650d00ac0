package dev.chatwright.training;

import dev.chatwright.training.runs.DataFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files that say how a new model's text becomes tokens.
 *
 * <p>Immutable.
 *
 * @param tokenizer a {@code tokenizer.json}; without one each byte is a token
 * @param template of conversations, in Jinja, which the model's file is to hold
 */
public record TokenizerFiles(Optional<Path> tokenizer, Optional<Path> template) {
  /** The role of a {@code tokenizer.json} among the files of a run. */
  public static final String TOKENIZER = "tokenizer";

  /** The role of a template among the files of a run. */
  public static final String TEMPLATE = "template";

  /** Each byte is a token. */
  static final TokenizerFiles BYTES = new TokenizerFiles(Optional.empty(), Optional.empty());

  /** Reads what a recipe says. */
  static TokenizerFiles of(RecipeFile recipe) throws RecipeException {
    Optional<Path> file = recipe.path("tokenizer.file");
    Optional<Path> template = recipe.path("tokenizer.template");
    String usual = file.isPresent() ? "file" : "bytes";
    boolean bytes = recipe.word("tokenizer.kind", List.of("bytes", "file"), usual).equals("bytes");
    if (bytes && (file.isPresent() || template.isPresent())) {
      String key = file.isPresent() ? "tokenizer.file" : "tokenizer.template";
      throw recipe.refuse(key, "says nothing to a tokenizer of bytes");
    }
    if (!bytes && file.isEmpty()) {
      throw recipe.refuse("tokenizer.kind", "is file, so tokenizer.file must name one");
    }
    return new TokenizerFiles(file, template);
  }

  /**
   * Returns the vocabulary.
   *
   * @param text to learn from, whose bytes are the tokens where there is no file
   * @throws IOException if a file cannot be read or used
   */
  TextVocabulary vocabulary(byte[] text) throws IOException {
    if (tokenizer.isEmpty()) {
      return new ByteVocabulary(text);
    }
    return TrainedVocabulary.read(tokenizer.get(), template);
  }

  /**
   * Returns the files, described.
   *
   * @throws IOException if one cannot be read
   */
  List<DataFile> describe() throws IOException {
    List<DataFile> files = new ArrayList<>();
    if (tokenizer.isPresent()) {
      files.add(DataFile.of(TOKENIZER, tokenizer.get()));
    }
    if (template.isPresent()) {
      files.add(DataFile.of(TEMPLATE, template.get()));
    }
    return files;
  }
}
