package dev.chatwright.training;

import dev.chatwright.inference.BaseModel;
import dev.chatwright.model.training.Learner;
import dev.chatwright.model.training.LowRankChanges;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.preference.PreferenceLoss;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Prepares the lessons of a run that teaches a model.
 *
 * @param examples what is learnt from
 * @param base the model
 * @param referenceIdentity what the scores of a reference depend on
 * @param badRows takes what nothing can be learnt from
 * @param resources own what is opened
 */
record TuningLessons(
    TuningRecipe recipe,
    TuningFiles files,
    Path examples,
    BaseModel base,
    String referenceIdentity,
    BadRows badRows,
    Kernels kernels,
    Parallel parallel,
    OpenResources resources) {

  /**
   * Returns the lessons of what learns.
   *
   * @throws IOException if there is nothing to learn
   */
  Lessons of(Learner learner) throws IOException {
    if (recipe.preference().isPresent()) {
      return preferences(recipe.preference().get(), learner);
    }
    ChatDocuments chats = ChatDocuments.read(examples, recipe, base, badRows);
    if (recipe.distil().isPresent()
        && recipe.distil().get().source() instanceof DistilOptions.Logits options) {
      return distilled(options, chats);
    }
    return recipe.privacy().isPresent()
        ? new PrivateLessons(recipe.privacy().get(), chats, recipe, parallel)
        : new ChatLessons(chats, recipe);
  }

  private Lessons preferences(PreferenceLoss loss, Learner learner) throws IOException {
    if (!(learner instanceof LowRankChanges changes)) {
      throw new IllegalArgumentException("preferences are learnt by changes of low rank");
    }
    PreferenceDocuments documents =
        PreferenceDocuments.read(examples, loss.comparesPairs(), recipe, base, badRows);
    return new PreferenceLessons(loss, documents, recipe, changes, referenceIdentity);
  }

  private Lessons distilled(DistilOptions.Logits options, ChatDocuments chats) throws IOException {
    Path path =
        files
            .teacher()
            .orElseThrow(
                () -> new IOException("distil.teacher is missing: the model to learn from"));
    BaseModel teacher = BaseModel.open(path);
    resources.add(teacher::close);
    return new DistilLessons(options, teacher, base, chats, recipe, kernels, parallel, resources);
  }
}
