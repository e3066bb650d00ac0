package dev.chatwright.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitecturesTest {
  private static final MapProperties GGUF =
      new MapProperties(
          Map.of(
              "general.architecture", "llama",
              "llama.block_count", 30,
              "llama.embedding_length", 576,
              "llama.context_length", 8192,
              "llama.feed_forward_length", 1536,
              "llama.attention.head_count", 9,
              "llama.attention.head_count_kv", 3,
              "llama.attention.layer_norm_rms_epsilon", 1e-5,
              "llama.rope.freq_base", 100_000.0,
              "tokenizer.ggml.tokens", List.of("a", "b", "c")));

  @Test
  void ggufMetadataIsRead() {
    ArchSpec spec = Architectures.fromGguf(GGUF);

    assertThat(spec.layers()).isEqualTo(30);
    assertThat(spec.embedding().vocabularySize()).isEqualTo(3);
    assertThat(spec.attention().headWidth()).isEqualTo(64);
    assertThat(spec.attention().keyValueWidth()).isEqualTo(192);
    assertThat(spec.attention().rotary().base()).isEqualTo(100_000);
    assertThat(spec.norms().epsilon()).isEqualTo(1e-5f);
  }

  @Test
  void anUnknownArchitectureIsToldWhichAreKnown() {
    assertThatThrownBy(() -> Architectures.fromGguf(GGUF.with("general.architecture", "rwkv7")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("\"rwkv7\"")
        .hasMessageContaining("llama, mistral, qwen2, qwen3, gemma2, gemma3, phi3, gpt2, bert");
  }

  @Test
  void aMissingPropertyIsNamed() {
    assertThatThrownBy(() -> Architectures.fromGguf(GGUF.without("llama.block_count")))
        .isInstanceOf(ModelException.class)
        .hasMessage("property \"llama.block_count\" is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "llama.block_count, 0",
    "llama.block_count, 1000000000",
    "llama.block_count, -1",
    "llama.embedding_length, 99999999999",
    "llama.embedding_length, 0",
    "llama.feed_forward_length, 2000000000",
    "llama.context_length, 0",
    "llama.attention.head_count, 0",
    "llama.attention.head_count, 577",
    "llama.attention.head_count_kv, 0",
    "llama.attention.head_count_kv, 2",
    "llama.attention.key_length, 0",
    "llama.attention.key_length, 100000",
    "llama.rope.dimension_count, 63",
    "llama.rope.dimension_count, 128",
    "llama.attention.sliding_window, 4000000000"
  })
  void impossibleSizesAreRefusedBeforeAnythingIsAllocated(String key, long value) {
    assertThatThrownBy(() -> Architectures.fromGguf(GGUF.with(key, value)))
        .isInstanceOf(ModelException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "llama.rope.freq_base, NaN",
    "llama.rope.freq_base, 0",
    "llama.attention.layer_norm_rms_epsilon, NaN",
    "llama.attention.layer_norm_rms_epsilon, -1",
    "llama.attention.scale, Infinity"
  })
  void impossibleNumbersAreRefused(String key, double value) {
    assertThatThrownBy(() -> Architectures.fromGguf(GGUF.with(key, value)))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void olderHuggingFaceFilesHaveTheirRotationBesideThem() {
    MapProperties config =
        new MapProperties(
            Map.ofEntries(
                Map.entry("model_type", "gemma3_text"),
                Map.entry("num_hidden_layers", 7),
                Map.entry("hidden_size", 32),
                Map.entry("intermediate_size", 64),
                Map.entry("num_attention_heads", 4),
                Map.entry("num_key_value_heads", 2),
                Map.entry("head_dim", 16),
                Map.entry("max_position_embeddings", 128),
                Map.entry("vocab_size", 100),
                Map.entry("rope_theta", 1e6),
                Map.entry("rope_local_base_freq", 5e4),
                Map.entry("rope_scaling.rope_type", "linear"),
                Map.entry("rope_scaling.factor", 8.0),
                Map.entry("sliding_window", 8),
                Map.entry("sliding_window_pattern", 3)));

    AttentionSpec attention = Architectures.fromHuggingFace(config).attention();

    assertThat(attention.windows()).containsExactly(8, 8, 0, 8, 8, 0, 8);
    assertThat(attention.rotary())
        .isEqualTo(new RotarySpec(16, 1e6, false, new RotaryScaling.Linear(8)));
    assertThat(attention.localRotary())
        .isEqualTo(new RotarySpec(16, 5e4, false, new RotaryScaling.None()));
  }
}
