package dev.chatwright.model;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tensor.Activation;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.testing.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A trained model, in the format of llama2.c, tells the story that it told its maker. */
class Stories260kReferenceTest {
  private static final int STEPS = 256;
  private static final int BEGIN = 1;

  private final Map<String, Tensor> weights = new HashMap<>();
  private long offset = 7 * Integer.BYTES;

  @Test
  void greedyTextIsExact() throws IOException {
    try (Arena arena = Arena.ofShared();
        Parallel parallel = new Parallel(2)) {
      ArchSpec spec = read(arena);
      try (Transformer transformer =
              new Transformer(spec, Weights.of(weights), Kernels.fastest(), parallel);
          KeyValueCache cache = transformer.newCache()) {

        String story = tell(transformer, cache);

        assertThat(story).isEqualTo(expectedStory());
      }
    }
  }

  private static Path file(String name) {
    return SharedData.file("models/stories260K/" + name);
  }

  private static String tell(Transformer transformer, KeyValueCache cache) throws IOException {
    List<byte[]> pieces = pieces();
    ByteArrayOutputStream story = new ByteArrayOutputStream();
    int token = BEGIN;
    for (int i = 0; i < STEPS; i++) {
      Tensor logits = TinyModels.logits(transformer, new SequenceChunk(cache, new int[] {token}));
      token = Kernels.scalar().argMax(logits, 0);
      story.write(pieces.get(token));
    }
    return story.toString(StandardCharsets.UTF_8).strip();
  }

  private static List<byte[]> pieces() throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(file("tok512.bin")));
    file.order(ByteOrder.LITTLE_ENDIAN).getInt();
    List<byte[]> pieces = new ArrayList<>();
    while (file.hasRemaining()) {
      file.getFloat();
      byte[] piece = new byte[file.getInt()];
      file.get(piece);
      pieces.add(unescaped(piece));
    }
    return pieces;
  }

  private static byte[] unescaped(byte[] piece) {
    String text = new String(piece, StandardCharsets.UTF_8);
    return text.matches("<0x[0-9A-F]{2}>")
        ? new byte[] {(byte) Integer.parseInt(text.substring(3, 5), 16)}
        : piece;
  }

  private static String expectedStory() throws IOException {
    String page = Files.readString(file("stories260K.md"));
    int from = page.indexOf('\n', page.indexOf("-t 0.0")) + 1;
    return page.substring(from, page.indexOf("```", from)).strip();
  }

  private ArchSpec read(Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(file("stories260K.bin"))) {
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      int[] header = file.asSlice(0, 28).toArray(JAVA_INT_UNALIGNED);
      ArchSpec spec = spec(header);
      readWeights(file, spec);
      return spec;
    }
  }

  private void readWeights(MemorySegment file, ArchSpec spec) {
    int width = spec.width();
    int inner = spec.feedForward().width();
    int keys = spec.attention().keyValueWidth();
    add(file, "token_embd", Shape.of(spec.embedding().vocabularySize(), width));
    addLayers(file, "attn_norm", spec, Shape.of(width));
    addLayers(file, "attn_q", spec, Shape.of(width, width));
    addLayers(file, "attn_k", spec, Shape.of(keys, width));
    addLayers(file, "attn_v", spec, Shape.of(keys, width));
    addLayers(file, "attn_output", spec, Shape.of(width, width));
    addLayers(file, "ffn_norm", spec, Shape.of(width));
    addLayers(file, "ffn_gate", spec, Shape.of(inner, width));
    addLayers(file, "ffn_down", spec, Shape.of(width, inner));
    addLayers(file, "ffn_up", spec, Shape.of(inner, width));
    add(file, "output_norm", Shape.of(width));
  }

  private void addLayers(MemorySegment file, String name, ArchSpec spec, Shape shape) {
    for (int layer = 0; layer < spec.layers(); layer++) {
      add(file, "blk." + layer + "." + name, shape);
    }
  }

  private void add(MemorySegment file, String name, Shape shape) {
    long bytes = shape.elements() * Float.BYTES;
    MemorySegment data = file.asSlice(offset, bytes);
    weights.put(name + ".weight", Tensor.of(ElementType.F32, shape, data));
    offset += bytes;
  }

  private static ArchSpec spec(int[] header) {
    int width = header[0];
    int heads = header[3];
    int headWidth = width / heads;
    RotarySpec rotary = new RotarySpec(headWidth, 10_000, true, new RotaryScaling.None());
    return new ArchSpec(
        "llama",
        header[2],
        width,
        header[6],
        EmbeddingSpec.ofTokens(header[5]),
        new AttentionSpec(
            heads,
            header[4],
            headWidth,
            (float) (1 / Math.sqrt(headWidth)),
            0,
            true,
            false,
            false,
            Windows.everywhere(header[2], 0),
            rotary,
            rotary),
        new FeedForwardSpec(header[1], Activation.SILU, true),
        new NormSpec(NormSpec.Kind.RMS, NormSpec.Placement.BEFORE, 1e-5f, 0),
        0);
  }
}
