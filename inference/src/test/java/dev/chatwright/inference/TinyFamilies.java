package dev.chatwright.inference;

import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tokenizer.ByteAlphabet;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Small random models of several families as GGUF files, with a token for each byte. */
final class TinyFamilies {
  private static final int WIDTH = 32;
  private static final int INNER = 48;
  private static final int LAYERS = 2;
  private static final int HEADS = 4;
  private static final int HEAD = 8;
  private static final int NORMAL = 1;
  private static final int CONTROL = 3;

  private final Random random = new Random(11);
  private final GgufWriter writer = new GgufWriter();
  private final String family;
  private final boolean gpt2;

  private TinyFamilies(String family) {
    this.family = family;
    this.gpt2 = family.equals("gpt2");
  }

  /** Writes a model. */
  static Path write(String family, Path folder) throws IOException {
    TinyFamilies tiny = new TinyFamilies(family);
    tiny.sizes();
    tiny.tokenizer();
    tiny.tensors();
    Path file = folder.resolve(family + ".gguf");
    tiny.writer.write(file);
    return file;
  }

  private void sizes() {
    int keyValueHeads = gpt2 ? HEADS : HEADS / 2;
    writer
        .string("general.architecture", family)
        .integer(family + ".block_count", LAYERS)
        .integer(family + ".embedding_length", WIDTH)
        .integer(family + ".context_length", 64)
        .integer(family + ".feed_forward_length", INNER)
        .integer(family + ".attention.head_count", HEADS)
        .integer(family + ".attention.head_count_kv", keyValueHeads)
        .integer(family + ".attention.sliding_window", family.equals("gemma3") ? 8 : 0)
        .floating(family + ".attention.layer_norm_rms_epsilon", 1e-5f)
        .floating(family + ".attention.layer_norm_epsilon", 1e-5f);
  }

  private void tokenizer() {
    List<String> tokens = new ArrayList<>();
    for (int value = 0; value < 256; value++) {
      tokens.add(String.valueOf(ByteAlphabet.letter(value)));
    }
    tokens.add("ab");
    tokens.add("<|end|>");
    int[] types = new int[tokens.size()];
    Arrays.fill(types, NORMAL);
    types[tokens.size() - 1] = CONTROL;
    writer
        .string("tokenizer.ggml.model", "gpt2")
        .string("tokenizer.ggml.pre", family.startsWith("qwen") ? "qwen2" : "gpt-2")
        .strings("tokenizer.ggml.tokens", tokens)
        .integers("tokenizer.ggml.token_type", types)
        .strings("tokenizer.ggml.merges", List.of("a b"))
        .integer("tokenizer.ggml.eos_token_id", tokens.size() - 1)
        .string("tokenizer.chat_template", "{{ messages[0]['content'] }}:");
    matrix("token_embd", tokens.size(), WIDTH);
    if (family.equals("qwen2")) {
      matrix("output", tokens.size(), WIDTH);
    }
  }

  private void tensors() {
    norm("output_norm", WIDTH);
    if (gpt2) {
      matrix("position_embd", 64, WIDTH);
    }
    for (int layer = 0; layer < LAYERS; layer++) {
      block("blk." + layer + ".");
    }
  }

  private void block(String prefix) {
    norm(prefix + "attn_norm", WIDTH);
    norm(prefix + "ffn_norm", WIDTH);
    boolean fused = family.equals("phi3");
    if (gpt2) {
      linear(prefix + "attn_qkv", 3 * WIDTH, WIDTH, true);
    } else if (fused) {
      linear(prefix + "attn_qkv", 2 * WIDTH, WIDTH, false);
    } else {
      boolean bias = family.equals("qwen2");
      linear(prefix + "attn_q", WIDTH, WIDTH, bias);
      linear(prefix + "attn_k", WIDTH / 2, WIDTH, bias);
      linear(prefix + "attn_v", WIDTH / 2, WIDTH, bias);
      linear(prefix + "ffn_gate", INNER, WIDTH, false);
    }
    linear(prefix + "attn_output", WIDTH, WIDTH, gpt2);
    linear(prefix + "ffn_up", fused ? 2 * INNER : INNER, WIDTH, gpt2);
    linear(prefix + "ffn_down", WIDTH, INNER, gpt2);
    if (family.equals("qwen3") || family.equals("gemma3")) {
      norm(prefix + "attn_q_norm", HEAD);
      norm(prefix + "attn_k_norm", HEAD);
    }
    if (family.equals("gemma3")) {
      norm(prefix + "post_attention_norm", WIDTH);
      norm(prefix + "post_ffw_norm", WIDTH);
    }
  }

  private void linear(String name, int outputs, int inputs, boolean bias) {
    matrix(name, outputs, inputs);
    if (bias) {
      vector(name + ".bias", outputs, 0);
    }
  }

  private void norm(String name, int length) {
    vector(name + ".weight", length, 1);
    if (gpt2) {
      vector(name + ".bias", length, 0);
    }
  }

  private void matrix(String name, int rows, int columns) {
    writer.tensor(name + ".weight", random(Shape.of(rows, columns), 0));
  }

  private void vector(String name, int length, float middle) {
    writer.tensor(name, random(Shape.of(length), middle));
  }

  private Tensor random(Shape shape, float middle) {
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = middle + (float) random.nextGaussian() / 4;
    }
    return Tensor.copyOf(values, shape, Arena.ofAuto());
  }
}
