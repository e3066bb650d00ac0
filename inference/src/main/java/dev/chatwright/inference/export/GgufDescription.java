package dev.chatwright.inference.export;

import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.Architectures;
import dev.chatwright.model.AttentionSpec;
import dev.chatwright.model.ModelProperties;
import dev.chatwright.model.NormSpec;
import dev.chatwright.model.RotaryScaling;
import dev.chatwright.model.RotarySpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * What a GGUF file says of an architecture.
 *
 * <p>It is read again as a file's would be, and refused if that gives another architecture.
 */
final class GgufDescription implements ModelProperties {
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final ArchSpec wanted;
  private final String prefix;

  private GgufDescription(ArchSpec wanted) {
    this.wanted = wanted;
    this.prefix = wanted.architecture() + ".";
  }

  /**
   * Describes an architecture.
   *
   * @throws ExportException if such a file cannot say what it is like
   */
  static GgufDescription of(ArchSpec spec) throws ExportException {
    GgufDescription description = new GgufDescription(GgufForm.of(spec));
    description.sizes();
    description.attention();
    description.rotation(spec.attention());
    description.unusual();
    description.requireRight();
    return description;
  }

  /** Adds it to a file. */
  void write(GgufWriter writer) {
    values.forEach(
        (key, value) -> {
          switch (value) {
            case String text -> writer.string(key, text);
            case Integer number -> writer.integer(key, number);
            case Float number -> writer.floating(key, number);
            default -> throw new AssertionError(key);
          }
        });
  }

  private void put(String key, Object value) {
    values.put(prefix + key, value);
  }

  private void sizes() {
    values.put("general.architecture", wanted.architecture());
    put("block_count", wanted.layers());
    put("embedding_length", wanted.width());
    put("context_length", wanted.contextLength());
    put("feed_forward_length", wanted.feedForward().width());
    put("vocab_size", wanted.embedding().vocabularySize());
    boolean rms = wanted.norms().kind() == NormSpec.Kind.RMS;
    put(
        rms ? "attention.layer_norm_rms_epsilon" : "attention.layer_norm_epsilon",
        wanted.norms().epsilon());
    if (wanted.logitSoftCap() > 0) {
      put("final_logit_softcapping", wanted.logitSoftCap());
    }
  }

  private void attention() {
    AttentionSpec attention = wanted.attention();
    put("attention.head_count", attention.heads());
    put("attention.head_count_kv", attention.keyValueHeads());
    put("attention.key_length", attention.headWidth());
    put("attention.value_length", attention.headWidth());
    int window = window();
    if (window > 0) {
      put("attention.sliding_window", window);
    }
    if (attention.softCap() > 0) {
      put("attn_logit_softcapping", attention.softCap());
    }
  }

  private int window() {
    return wanted.attention().windows().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private void rotation(AttentionSpec original) {
    RotarySpec rotary = original.rotary();
    if (rotary.rotated() == 0) {
      return;
    }
    put("rope.dimension_count", rotary.rotated());
    put("rope.freq_base", (float) rotary.base());
    if (wanted.architecture().equals("gemma3")) {
      put("rope.freq_base_swa", (float) original.localRotary().base());
    }
    switch (rotary.scaling()) {
      case RotaryScaling.None() -> {}
      case RotaryScaling.Llama3 _ -> {} // its divisors are a tensor
      case RotaryScaling.Linear(double factor) -> {
        put("rope.scaling.type", "linear");
        put("rope.scaling.factor", (float) factor);
      }
      case RotaryScaling.Yarn yarn -> yarn(yarn);
      case RotaryScaling.LongRope longRope -> {
        put("rope.scaling.original_context_length", longRope.originalContext());
        put("rope.scaling.attn_factor", (float) longRope.attentionFactor());
      }
    }
  }

  private void yarn(RotaryScaling.Yarn yarn) {
    put("rope.scaling.type", "yarn");
    put("rope.scaling.factor", (float) yarn.factor());
    put("rope.scaling.original_context_length", yarn.originalContext());
    put("rope.scaling.yarn_beta_fast", (float) yarn.betaFast());
    put("rope.scaling.yarn_beta_slow", (float) yarn.betaSlow());
  }

  /** Says what readers would take to be otherwise from the name alone. */
  private void unusual() {
    AttentionSpec found = Architectures.fromGguf(this).attention();
    AttentionSpec attention = wanted.attention();
    if (found.scale() != attention.scale()) {
      put("attention.scale", attention.scale());
    }
    if (!found.windows().equals(attention.windows())) {
      every().ifPresent(layers -> put("attention.sliding_window_pattern", layers));
    }
  }

  /** Returns how many layers it is from one that sees all to the next. */
  private OptionalInt every() {
    List<Integer> windows = wanted.attention().windows();
    return IntStream.rangeClosed(1, windows.size() + 1)
        .filter(
            every ->
                IntStream.range(0, windows.size())
                    .allMatch(
                        layer -> windows.get(layer) == ((layer + 1) % every == 0 ? 0 : window())))
        .findFirst();
  }

  private void requireRight() throws ExportException {
    ArchSpec found = Architectures.fromGguf(this);
    if (!found.equals(wanted)) {
      throw new ExportException(
          "a GGUF file cannot say what this %s model is like; it would be read as %s instead of %s"
              .formatted(wanted.architecture(), found, wanted));
    }
  }

  @Override
  public Optional<String> string(String key) {
    return values.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  @Override
  public OptionalLong integer(String key) {
    return values.get(key) instanceof Integer number
        ? OptionalLong.of(number)
        : OptionalLong.empty();
  }

  @Override
  public OptionalDouble floating(String key) {
    return values.get(key) instanceof Float number
        ? OptionalDouble.of(number)
        : OptionalDouble.empty();
  }

  @Override
  public Optional<Boolean> bool(String key) {
    return Optional.empty();
  }

  @Override
  public Optional<List<String>> strings(String key) {
    return Optional.empty();
  }

  @Override
  public Optional<List<Double>> floats(String key) {
    return Optional.empty();
  }
}
