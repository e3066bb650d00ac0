package dev.chatwright.training;

import dev.chatwright.training.preference.DpoLoss;
import dev.chatwright.training.preference.KtoLoss;
import dev.chatwright.training.preference.OrpoLoss;
import dev.chatwright.training.preference.PreferenceLoss;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a recipe says of how preferences are learnt. */
final class PreferenceRecipe {
  private static final double USUAL_BETA = 0.1;

  private PreferenceRecipe() {}

  /** Returns the loss of a kind of runs, or empty if they learn what to say. */
  static Optional<PreferenceLoss> loss(TuningKind kind, RecipeFile file) throws RecipeException {
    return switch (kind) {
      case SFT, LORA, DISTIL -> Optional.empty();
      case DPO -> Optional.of(dpo(file));
      case KTO -> Optional.of(kto(file));
      case ORPO -> Optional.of(orpo(file));
    };
  }

  private static PreferenceLoss dpo(RecipeFile file) throws RecipeException {
    double beta = file.positive("dpo.beta", USUAL_BETA);
    double smoothing = file.number("dpo.labelSmoothing", 0);
    String form = file.word("dpo.loss", List.of("sigmoid", "ipo"), "sigmoid");
    try {
      return new DpoLoss(beta, smoothing, DpoLoss.Form.valueOf(form.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException impossible) {
      throw file.refuse("dpo.labelSmoothing", "cannot be: " + impossible.getMessage());
    }
  }

  private static PreferenceLoss kto(RecipeFile file) throws RecipeException {
    return new KtoLoss(
        file.positive("kto.beta", USUAL_BETA),
        file.positive("kto.goodWeight", 1),
        file.positive("kto.badWeight", 1));
  }

  private static PreferenceLoss orpo(RecipeFile file) throws RecipeException {
    return new OrpoLoss(file.positive("orpo.lambda", USUAL_BETA));
  }
}
