package dev.chatwright.inference;

import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.testing.ByteTokenizer;
import dev.chatwright.tokenizer.Vocabulary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** A language model of one layer with random weights and a vocabulary of bytes, as a GGUF file. */
final class TinyGguf {
  private static final int WIDTH = 32;
  private static final int INNER = 64;
  private static final int KEYS = 16;
  private static final int CONTROL = 3;
  private static final int BYTE = 6;

  private final Random random = new Random(4);
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private boolean scoresAreNumbers = true;
  private boolean recommends;
  private int contextLength = 64;

  TinyGguf() {
    tensors.put("token_embd.weight", random(ByteTokenizer.SIZE, WIDTH));
    tensors.put("output_norm.weight", filled(1));
    tensors.put("blk.0.attn_norm.weight", filled(1));
    tensors.put("blk.0.attn_q.weight", random(WIDTH, WIDTH));
    tensors.put("blk.0.attn_k.weight", random(KEYS, WIDTH));
    tensors.put("blk.0.attn_v.weight", random(KEYS, WIDTH));
    tensors.put("blk.0.attn_output.weight", random(WIDTH, WIDTH));
    tensors.put("blk.0.ffn_norm.weight", filled(1));
    tensors.put("blk.0.ffn_gate.weight", random(INNER, WIDTH));
    tensors.put("blk.0.ffn_up.weight", random(INNER, WIDTH));
    tensors.put("blk.0.ffn_down.weight", random(WIDTH, INNER));
  }

  /** Returns a vector as long as a hidden state. */
  static Tensor filled(float value) {
    Tensor vector = Tensor.zeros(Shape.of(WIDTH), Arena.ofAuto());
    for (int i = 0; i < WIDTH; i++) {
      vector.set(0, i, value);
    }
    return vector;
  }

  Tensor random(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() / 4;
    }
    return Tensor.copyOf(values, Shape.of(rows, columns), Arena.ofAuto());
  }

  TinyGguf with(String name, Tensor tensor) {
    tensors.put(name, tensor);
    return this;
  }

  TinyGguf withScoresOfAnotherType() {
    scoresAreNumbers = false;
    return this;
  }

  TinyGguf withContextLength(int positions) {
    contextLength = positions;
    return this;
  }

  /** Says how to sample, as llama.cpp's converter does. */
  TinyGguf withRecommendation() {
    recommends = true;
    return this;
  }

  Path writeTo(Path folder) throws IOException {
    GgufWriter writer =
        new GgufWriter()
            .string("general.architecture", "llama")
            .integer("llama.block_count", 1)
            .integer("llama.embedding_length", WIDTH)
            .integer("llama.context_length", contextLength)
            .integer("llama.feed_forward_length", INNER)
            .integer("llama.attention.head_count", 2)
            .integer("llama.attention.head_count_kv", 1)
            .floating("llama.attention.layer_norm_rms_epsilon", 1e-5f);
    if (recommends) {
      writer
          .floating("general.sampling.temp", 0.6f)
          .integer("general.sampling.top_k", 20)
          .floating("general.sampling.top_p", 0.95f)
          .floating("general.sampling.penalty_repeat", 1.05f);
    }
    addTokenizer(writer);
    tensors.forEach(writer::tensor);
    Path file = folder.resolve("tiny.gguf");
    writer.write(file);
    return file;
  }

  private void addTokenizer(GgufWriter writer) {
    Vocabulary vocabulary = new ByteTokenizer().vocabulary();
    int[] types = IntStream.range(0, vocabulary.size()).map(_ -> BYTE).toArray();
    types[ByteTokenizer.MARK] = CONTROL;
    writer
        .string("tokenizer.ggml.model", "llama")
        .strings(
            "tokenizer.ggml.tokens",
            IntStream.range(0, vocabulary.size()).mapToObj(vocabulary::text).toList())
        .integers("tokenizer.ggml.token_type", types)
        .bool("tokenizer.ggml.add_space_prefix", false)
        .bool("tokenizer.ggml.add_bos_token", false)
        .integer("tokenizer.ggml.eos_token_id", ByteTokenizer.MARK);
    if (scoresAreNumbers) {
      writer.floats("tokenizer.ggml.scores", new float[vocabulary.size()]);
    } else {
      writer.integers("tokenizer.ggml.scores", new int[vocabulary.size()]);
    }
  }
}
