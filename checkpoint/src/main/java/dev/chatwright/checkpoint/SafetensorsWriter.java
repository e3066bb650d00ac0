package dev.chatwright.checkpoint;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gathers tensors and writes them as a safetensors file.
 *
 * <p>A tensor that is given again replaces the first. Confined to one thread.
 */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;

  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, TensorSource> tensors = new LinkedHashMap<>();

  /** Creates a writer without metadata or tensors. */
  public SafetensorsWriter() {}

  /** Sets an entry of the free-form metadata. */
  public SafetensorsWriter metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /**
   * Adds a tensor, which must live until this is written.
   *
   * @throws IllegalArgumentException if it is quantised, which the format does not know
   */
  public SafetensorsWriter tensor(String name, Tensor tensor) {
    return tensor(name, TensorSource.of(tensor));
  }

  /**
   * Adds a tensor whose bytes are made when this is written.
   *
   * @throws IllegalArgumentException if it is quantised, which the format does not know
   */
  public SafetensorsWriter tensor(String name, TensorSource tensor) {
    if (tensor.type().blockElements() != 1) {
      throw new IllegalArgumentException(
          "safetensors holds F32, F16 and BF16, tensor %s is %s".formatted(name, tensor.type()));
    }
    tensors.put(name, tensor);
    return this;
  }

  /**
   * Writes the file, replacing one that is there.
   *
   * @throws IOException if it cannot be written; then {@code target} is as it was before
   */
  public void write(Path target) throws IOException {
    byte[] header = header().toString().getBytes(StandardCharsets.UTF_8);
    int padding = Math.floorMod(-header.length, ALIGNMENT);
    AtomicFile.write(
        target,
        channel -> {
          ChannelWriter writer = new ChannelWriter(channel);
          writer.putLong(header.length + padding);
          writer.put(MemorySegment.ofArray(header));
          for (int i = 0; i < padding; i++) {
            writer.putByte(' ');
          }
          for (TensorSource tensor : tensors.values()) {
            tensor.writeTo(writer::put);
          }
          writer.flush();
        });
  }

  private ObjectNode header() {
    ObjectNode header = BoundedJson.MAPPER.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode free = header.putObject("__metadata__");
      metadata.forEach(free::put);
    }
    long begin = 0;
    for (Map.Entry<String, TensorSource> entry : tensors.entrySet()) {
      TensorSource tensor = entry.getValue();
      ObjectNode line = header.putObject(entry.getKey());
      line.put("dtype", name(tensor.type()));
      ArrayNode shape = line.putArray("shape");
      tensor.shape().dimensions().forEach(shape::add);
      long end = begin + tensor.bytes();
      line.putArray("data_offsets").add(begin).add(end);
      begin = end;
    }
    return header;
  }

  private static String name(ElementType type) {
    return type.toString();
  }
}
