package dev.chatwright.model;

import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A tiny model with what the reference computes of it; {@code make_golden.py} describes the format.
 */
record GoldenModel(
    MapProperties properties, Map<String, Tensor> tensors, List<Integer> tokens, Tensor expected) {

  static GoldenModel load(String name) {
    Arena arena = Arena.ofAuto();
    try (InputStream resource =
            Objects.requireNonNull(
                GoldenModel.class.getResourceAsStream("golden/" + name + ".golden"));
        DataInputStream in = new DataInputStream(resource)) {
      return read(in, arena);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  ArchSpec spec() {
    return Architectures.fromHuggingFace(properties);
  }

  Weights weights() {
    return HuggingFaceWeights.of(spec(), tensors, Arena.ofAuto());
  }

  int[] tokenIds() {
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }

  private static GoldenModel read(DataInputStream in, Arena arena) throws IOException {
    Map<String, Object> properties = new HashMap<>();
    Map<String, Shape> shapes = new LinkedHashMap<>();
    List<Integer> tokens = List.of();
    for (String line = line(in); !line.equals("end"); line = line(in)) {
      List<String> fields = Arrays.asList(line.split("\t", -1));
      List<String> values = fields.subList(2, fields.size());
      String name = fields.get(1);
      switch (fields.getFirst()) {
        case "string" -> properties.put(name, values.getFirst());
        case "integer" -> properties.put(name, Long.valueOf(values.getFirst()));
        case "floating" -> properties.put(name, Double.valueOf(values.getFirst()));
        case "bool" -> properties.put(name, values.getFirst().equals("True"));
        case "strings" -> properties.put(name, List.copyOf(values));
        case "floats" -> properties.put(name, values.stream().map(Double::valueOf).toList());
        case "tokens" -> tokens = values.stream().map(Integer::valueOf).toList();
        default -> shapes.put(name, new Shape(values.stream().map(Integer::valueOf).toList()));
      }
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (var entry : shapes.entrySet()) {
      tensors.put(entry.getKey(), tensor(in, entry.getValue(), arena));
    }
    Tensor expected = Objects.requireNonNull(tensors.remove("-"));
    return new GoldenModel(new MapProperties(properties), tensors, tokens, expected);
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private static Tensor tensor(DataInputStream in, Shape shape, Arena arena) throws IOException {
    byte[] bytes = new byte[(int) shape.elements() * Float.BYTES];
    in.readFully(bytes);
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return Tensor.copyOf(values, shape, arena);
  }
}
