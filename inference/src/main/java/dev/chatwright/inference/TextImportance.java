package dev.chatwright.inference;

import dev.chatwright.checkpoint.Importance;
import dev.chatwright.model.InputSquares;
import dev.chatwright.model.KeyValueCache;
import dev.chatwright.model.SequenceChunk;
import dev.chatwright.model.Transformer;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * How much the columns of a model's weights count when it reads a text.
 *
 * <p>The text is cut as for {@link Perplexity}. Immutable.
 *
 * @param importance the mean square of what each column is multiplied by
 * @param chunks how many chunks of text were read
 * @param chunkLength the tokens of each
 */
public record TextImportance(Importance importance, int chunks, int chunkLength) {
  private static final int LONGEST_CHUNK = 512;

  /** Is told of the chunks as they are done. */
  @FunctionalInterface
  public interface Progress {
    /** A chunk is done. */
    void chunkDone(int done, int total);
  }

  /**
   * Has a model read a text.
   *
   * @param model a GGUF file or a Hugging Face folder
   * @param text at least one chunk of 512 tokens long, or of the model's context
   * @throws IOException if the model is absent, broken, or of a kind that this version cannot run
   * @throws IllegalArgumentException if the text is too short
   */
  public static TextImportance measure(
      Path model, String text, EngineOptions options, Progress progress) throws IOException {
    try (BaseModel base = BaseModel.open(model);
        Parallel parallel = new Parallel(options.threads())) {
      int[] tokens = base.tokenizer().encode(text);
      int length = Math.min(LONGEST_CHUNK, base.spec().contextLength());
      if (tokens.length < length) {
        throw new IllegalArgumentException(
            "the text must be at least %d tokens long, got %d".formatted(length, tokens.length));
      }
      InputSquares squares = new InputSquares();
      int chunks = tokens.length / length;
      try (Transformer transformer =
          Transformer.noting(
              squares,
              base.spec().withContextLength(length),
              base.weights(),
              ModelLoader.kernels(options).kernels(),
              parallel)) {
        for (int chunk = 0; chunk < chunks; chunk++) {
          int[] part = Arrays.copyOfRange(tokens, chunk * length, (chunk + 1) * length);
          read(transformer, Perplexity.withBegin(base.tokenizer(), part));
          progress.chunkDone(chunk + 1, chunks);
        }
      }
      return new TextImportance(Importance.of(squares.means(), chunks * length), chunks, length);
    }
  }

  private static void read(Transformer transformer, int[] tokens) {
    try (KeyValueCache cache = transformer.newCache()) {
      for (int from = 0; from < tokens.length; from += Transformer.MAX_ROWS) {
        int to = Math.min(from + Transformer.MAX_ROWS, tokens.length);
        int[] some = Arrays.copyOfRange(tokens, from, to);
        Tensor hidden = transformer.forward(List.of(new SequenceChunk(cache, some)));
        for (int row = 0; row < some.length; row += Network.LOGIT_ROWS) {
          transformer.logits(hidden, row, Math.min(row + Network.LOGIT_ROWS, some.length));
        }
      }
    }
  }
}
