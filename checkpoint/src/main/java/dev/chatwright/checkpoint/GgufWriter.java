package dev.chatwright.checkpoint;

import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers metadata and tensors and writes them as a GGUF file of version 3.
 *
 * <p>A key or tensor that is given again replaces the first. Confined to one thread.
 */
public final class GgufWriter {
  private static final int VERSION = 3;

  private final Map<String, Value> metadata = new LinkedHashMap<>();
  private final Map<String, TensorSource> tensors = new LinkedHashMap<>();

  /** Creates a writer without metadata or tensors. */
  public GgufWriter() {}

  /** Writes a type number and a value. */
  @FunctionalInterface
  private interface Value {
    void write(ChannelWriter writer) throws IOException;
  }

  /** Sets a text. */
  public GgufWriter string(String key, String value) {
    return put(
        key,
        writer -> {
          writer.putInt(GgufValueType.STRING.number());
          writer.putString(value);
        });
  }

  /**
   * Sets an unsigned 32-bit number.
   *
   * @throws IllegalArgumentException if the value does not fit
   */
  public GgufWriter integer(String key, long value) {
    if (value < 0 || value > 0xffff_ffffL) {
      throw new IllegalArgumentException(key + " must be from 0 to 2^32 - 1, got " + value);
    }
    return put(
        key,
        writer -> {
          writer.putInt(GgufValueType.UINT32.number());
          writer.putInt((int) value);
        });
  }

  /** Sets a 32-bit floating-point number. */
  public GgufWriter floating(String key, float value) {
    return put(
        key,
        writer -> {
          writer.putInt(GgufValueType.FLOAT32.number());
          writer.putInt(Float.floatToRawIntBits(value));
        });
  }

  /** Sets a truth value. */
  public GgufWriter bool(String key, boolean value) {
    return put(
        key,
        writer -> {
          writer.putInt(GgufValueType.BOOL.number());
          writer.putByte(value ? 1 : 0);
        });
  }

  /** Sets a list of texts. */
  public GgufWriter strings(String key, List<String> values) {
    List<String> copy = List.copyOf(values);
    return put(
        key,
        writer -> {
          putArrayHead(writer, GgufValueType.STRING, copy.size());
          for (String value : copy) {
            writer.putString(value);
          }
        });
  }

  /** Sets a list of 32-bit floating-point numbers. */
  public GgufWriter floats(String key, float... values) {
    float[] copy = values.clone();
    return put(
        key,
        writer -> {
          putArrayHead(writer, GgufValueType.FLOAT32, copy.length);
          for (float value : copy) {
            writer.putInt(Float.floatToRawIntBits(value));
          }
        });
  }

  /** Sets a list of signed 32-bit numbers. */
  public GgufWriter integers(String key, int... values) {
    int[] copy = values.clone();
    return put(
        key,
        writer -> {
          putArrayHead(writer, GgufValueType.INT32, copy.length);
          for (int value : copy) {
            writer.putInt(value);
          }
        });
  }

  /**
   * Sets a value to that of another file, whatever its type. The file must be open when this is
   * written.
   *
   * @throws IllegalArgumentException if the file has no such key
   */
  public GgufWriter copy(GgufMetadata from, String key) {
    GgufMetadata.Entry entry = from.entry(key);
    if (entry == null) {
      throw new IllegalArgumentException("no metadata key " + key + " in " + from.file().path());
    }
    return put(
        key,
        writer -> {
          writer.putInt(entry.type().number());
          writer.put(from.file().slice(entry.offset(), entry.end() - entry.offset()));
        });
  }

  /** Adds a tensor, which must live until this is written. */
  public GgufWriter tensor(String name, Tensor tensor) {
    return tensor(name, TensorSource.of(tensor));
  }

  /** Adds a tensor whose bytes are made when this is written. */
  public GgufWriter tensor(String name, TensorSource tensor) {
    tensors.put(name, tensor);
    return this;
  }

  /**
   * Writes the file, replacing one that is there.
   *
   * @throws IOException if it cannot be written; then {@code target} is as it was before
   */
  public void write(Path target) throws IOException {
    AtomicFile.write(
        target,
        channel -> {
          ChannelWriter writer = new ChannelWriter(channel);
          writeHead(writer);
          writeTensorList(writer);
          writeTensors(writer);
          writer.flush();
        });
  }

  private void writeHead(ChannelWriter writer) throws IOException {
    writer.putInt(GgufHeader.MAGIC);
    writer.putInt(VERSION);
    writer.putLong(tensors.size());
    writer.putLong(metadata.size());
    for (Map.Entry<String, Value> entry : metadata.entrySet()) {
      writer.putString(entry.getKey());
      entry.getValue().write(writer);
    }
  }

  private void writeTensorList(ChannelWriter writer) throws IOException {
    long start = 0;
    for (Map.Entry<String, TensorSource> entry : tensors.entrySet()) {
      TensorSource tensor = entry.getValue();
      List<Integer> outermostFirst = tensor.shape().dimensions();
      writer.putString(entry.getKey());
      writer.putInt(outermostFirst.size());
      for (int dimension : outermostFirst.reversed()) {
        writer.putLong(dimension);
      }
      writer.putInt(GgmlType.number(tensor.type()));
      writer.putLong(start);
      start += Math.ceilDiv(tensor.bytes(), (long) alignment()) * alignment();
    }
  }

  private void writeTensors(ChannelWriter writer) throws IOException {
    for (Map.Entry<String, TensorSource> entry : tensors.entrySet()) {
      writer.align(alignment());
      long start = writer.position();
      entry.getValue().writeTo(writer::put);
      long written = writer.position() - start;
      if (written != entry.getValue().bytes()) {
        throw new IllegalStateException(
            "tensor %s takes %d bytes, got %d"
                .formatted(entry.getKey(), entry.getValue().bytes(), written));
      }
    }
    writer.align(alignment());
  }

  private static int alignment() {
    return GgufHeader.DEFAULT_ALIGNMENT;
  }

  private static void putArrayHead(ChannelWriter writer, GgufValueType type, int count)
      throws IOException {
    writer.putInt(GgufValueType.ARRAY.number());
    writer.putInt(type.number());
    writer.putLong(count);
  }

  private GgufWriter put(String key, Value value) {
    metadata.put(key, value);
    return this;
  }
}
