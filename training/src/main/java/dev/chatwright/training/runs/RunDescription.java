package dev.chatwright.training.runs;

import dev.chatwright.checkpoint.Sha256;
import dev.chatwright.training.data.LeftOut;
import java.util.List;

/**
 * What is known of a run before its first step.
 *
 * <p>Immutable.
 *
 * @param kind what it does: {@code pretrain}, {@code sft} …
 * @param recipe the text of its recipe
 * @param seed of all that is random in it
 * @param steps how many there will be
 * @param data what it reads
 * @param leftOut rows of it from which nothing is learnt
 * @param parameters how many numbers are trained
 * @param precision of products: {@code f32} or {@code bf16}
 * @param machine on which it runs
 */
public record RunDescription(
    String kind,
    String recipe,
    long seed,
    long steps,
    List<DataFile> data,
    LeftOut leftOut,
    long parameters,
    String precision,
    Machine machine) {

  /** Copies the list. */
  public RunDescription {
    data = List.copyOf(data);
  }

  /** Returns what tells the recipe from others. */
  public String recipeSha256() {
    return Sha256.of(recipe);
  }
}
