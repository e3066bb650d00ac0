package dev.chatwright.cli;

import dev.chatwright.inference.Dry;
import dev.chatwright.inference.DynamicTemperature;
import dev.chatwright.inference.LogitAdjustments;
import dev.chatwright.inference.Mirostat;
import dev.chatwright.inference.SamplingOptions;
import dev.chatwright.inference.SamplingOrder;
import dev.chatwright.inference.Truncation;
import dev.chatwright.inference.Xtc;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the next token is drawn: what is not given is as the model's makers recommend. */
final class SamplingOption {
  @Option(names = "--temperature", paramLabel = "X", description = "0 takes the likeliest token.")
  private @Nullable Float temperature;

  @Option(
      names = "--dynatemp-range",
      paramLabel = "X",
      description = "Let certainty move the temperature by up to X.")
  private float dynamicRange = DynamicTemperature.OFF.range();

  @Option(
      names = "--dynatemp-exp",
      paramLabel = "X",
      description = "How entropy maps to temperature: above 1 stays cold for longer.")
  private float dynamicExponent = DynamicTemperature.OFF.exponent();

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Keep the K likeliest tokens; 0 for all.")
  private @Nullable Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description = "Keep the likeliest tokens up to this mass.")
  private @Nullable Float topP;

  @Option(
      names = "--min-p",
      paramLabel = "P",
      description = "Drop tokens below this share of the best.")
  private @Nullable Float minP;

  @Option(names = "--typical-p", paramLabel = "P", description = "Locally typical sampling mass.")
  private float typicalP = Truncation.NONE.typicalP();

  @Option(
      names = "--top-n-sigma",
      paramLabel = "N",
      description = "Keep tokens within N deviations of the best; 0 for all.")
  private float topNSigma = Truncation.NONE.topNSigma();

  @Option(
      names = "--xtc-threshold",
      paramLabel = "P",
      description = "Tokens this likely are top choices.")
  private float xtcThreshold = Xtc.OFF.threshold();

  @Option(
      names = "--xtc-probability",
      paramLabel = "P",
      description = "How often the top choices but the last are dropped.")
  private float xtcProbability = Xtc.OFF.probability();

  @Option(
      names = "--mirostat-tau",
      paramLabel = "BITS",
      description = "Mirostat 2 in place of the truncation: surprise to aim at; 0 for off.")
  private float mirostatTau = Mirostat.OFF.tau();

  @Option(
      names = "--mirostat-eta",
      paramLabel = "X",
      description = "Share of the error that mirostat corrects.")
  private float mirostatEta = Mirostat.OFF.eta();

  @Option(names = "--repetition-penalty", paramLabel = "X", description = "1 for none.")
  private @Nullable Float repetitionPenalty;

  @Option(
      names = "--dry-multiplier",
      paramLabel = "X",
      description = "What repeating a sequence costs; 0 for nothing.")
  private float dryMultiplier = Dry.OFF.multiplier();

  @Option(
      names = "--dry-base",
      paramLabel = "X",
      description = "How many times more each further token of it costs.")
  private float dryBase = Dry.OFF.base();

  @Option(
      names = "--dry-allowed-length",
      paramLabel = "N",
      description = "Shorter sequences may be repeated.")
  private int dryAllowedLength = Dry.OFF.allowedLength();

  @Option(
      names = "--dry-penalty-last-n",
      paramLabel = "N",
      description = "Look at the last N tokens; -1 for all.")
  private int dryRange = Dry.OFF.range();

  @Option(
      names = "--dry-sequence-breaker",
      paramLabel = "TEXT",
      description = "Text that no sequence reaches across; repeatable; replaces the usual ones.")
  private List<String> dryBreakers = Dry.OFF.breakers();

  @Option(
      names = "--samplers",
      paramLabel = "STEP,STEP",
      hideParamSyntax = true,
      split = "[,;]",
      description = "The steps in order; those left out do not apply. Usually ${DEFAULT-VALUE}.")
  private List<String> order = SamplingOrder.DEFAULT.names();

  @Option(names = "--seed", paramLabel = "N", description = "Same seed, same reply.")
  private @Nullable Long seed;

  /** Refuses what is out of range, before a model is fetched or loaded. */
  void check() {
    over(SamplingOptions.DEFAULT);
  }

  /** Returns the options: what was given, and else what the model's makers recommend. */
  SamplingOptions over(SamplingOptions usual) {
    Truncation truncation = usual.truncation();
    return new SamplingOptions(
        temperature == null ? usual.temperature() : temperature,
        new DynamicTemperature(dynamicRange, dynamicExponent),
        new Truncation(
            topK == null ? truncation.topK() : topK,
            topP == null ? truncation.topP() : topP,
            minP == null ? truncation.minP() : minP,
            typicalP,
            topNSigma,
            new Xtc(xtcThreshold, xtcProbability)),
        new Mirostat(mirostatTau, mirostatEta),
        LogitAdjustments.NONE
            .withRepetitionPenalty(
                repetitionPenalty == null
                    ? usual.adjustments().repetitionPenalty()
                    : repetitionPenalty)
            .withDry(new Dry(dryMultiplier, dryBase, dryAllowedLength, dryRange, dryBreakers)),
        SamplingOrder.of(order),
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
  }
}
