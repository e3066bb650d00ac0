package dev.chatwright.tokenizer.training;

import java.io.IOException;
import java.util.List;

/** Makes a tokenizer from texts. */
public final class TokenizerTraining {
  private TokenizerTraining() {}

  /**
   * Returns a tokenizer for texts: the same one, byte for byte, for the same texts and options.
   *
   * @param texts what to train on, together possibly larger than memory
   * @param options what is wanted
   * @param progress is told how far it is
   * @throws TrainingTextException if a text is empty or is none
   * @throws IOException if a text cannot be read
   * @throws IllegalArgumentException if there is no text
   * @throws InterruptedException if the thread was interrupted
   */
  public static TrainedTokenizer train(
      List<TrainingText> texts, TrainingOptions options, TrainingProgress progress)
      throws IOException, InterruptedException {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("no text to train on, expected at least 1");
    }
    try (Workers workers = new Workers(options.threads())) {
      WordCounter.Counted counted = new WordCounter(options, workers).count(texts, progress);
      TrainedModel model = model(counted.words(), options, workers, progress);
      int size = model.tokens().size();
      progress.at(TrainingProgress.Stage.TRAINING, size, size);
      return new TrainedTokenizer(
          TokenizerFile.bytes(model, options),
          new TrainingReport(
              size, counted.bytes(), counted.words().size(), counted.droppedBelow()));
    }
  }

  private static TrainedModel model(
      WordTable words, TrainingOptions options, Workers workers, TrainingProgress progress)
      throws IOException, InterruptedException {
    return switch (options.kind()) {
      case BPE -> new BytePairTrainer(words, options).train(progress);
      case UNIGRAM -> new UnigramTrainer(words, options, workers).train(progress);
    };
  }
}
