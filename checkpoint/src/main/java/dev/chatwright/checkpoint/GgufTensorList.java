package dev.chatwright.checkpoint;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the list of tensors of a GGUF file and proves that each lies in the file, alone.
 *
 * <p>Confined to one thread.
 */
final class GgufTensorList {
  private static final int MAX_NAME_BYTES = 255;
  private static final int MAX_DIMENSIONS = 4;

  private final MappedFile file;
  private final GgufHeader.Head head;
  private final GgufCursor cursor;

  private GgufTensorList(MappedFile file, GgufHeader.Head head) {
    this.file = file;
    this.head = head;
    this.cursor = new GgufCursor(file, head.position());
  }

  /** One line of the list; {@code start} counts from the beginning of the data. */
  private record Line(
      String name, ElementType type, Shape shape, long start, long bytes, long offset) {
    String part() {
      return "tensor " + name;
    }
  }

  /**
   * Reads the list and returns the tensors, by name and in the order of the file.
   *
   * @throws CheckpointException if a line cannot be
   */
  static Map<String, Tensor> read(MappedFile file, GgufHeader.Head head)
      throws CheckpointException {
    return new GgufTensorList(file, head).read();
  }

  private Map<String, Tensor> read() throws CheckpointException {
    List<Line> lines = new ArrayList<>(head.tensors());
    Set<String> names = HashSet.newHashSet(head.tensors());
    for (int i = 0; i < head.tensors(); i++) {
      Line line = readLine(i);
      if (!names.add(line.name)) {
        throw cursor.failure(line.part(), line.offset, "a second one", "one");
      }
      lines.add(line);
    }
    long dataStart = Math.ceilDiv(cursor.position(), (long) head.alignment()) * head.alignment();
    requireInsideFile(lines, dataStart);
    requireDisjoint(lines);
    return map(lines, dataStart);
  }

  private Line readLine(int index) throws CheckpointException {
    long offset = cursor.position();
    String name = cursor.nextString("name of tensor " + index, MAX_NAME_BYTES);
    if (name.isEmpty()) {
      throw cursor.failure("name of tensor " + index, offset, "an empty name", "a name");
    }
    String part = "tensor " + name;
    long[] sizes = readSizes(part);
    ElementType type = readType(part);
    long bytes = bytes(part, type, sizes, offset);
    long startOffset = cursor.position();
    long start = cursor.nextLong(part + " offset");
    if (start < 0 || start % head.alignment() != 0) {
      String allowed = "a multiple of the alignment " + head.alignment();
      throw cursor.failure(part + " offset", startOffset, Long.toUnsignedString(start), allowed);
    }
    return new Line(name, type, shape(sizes), start, bytes, offset);
  }

  private long[] readSizes(String part) throws CheckpointException {
    long offset = cursor.position();
    int count = cursor.nextInt(part + " dimension count");
    if (count < 1 || count > MAX_DIMENSIONS) {
      throw cursor.failure(
          part + " dimension count", offset, Integer.toUnsignedString(count), "1 to 4");
    }
    long[] sizes = new long[count];
    for (int i = 0; i < count; i++) {
      long sizeOffset = cursor.position();
      sizes[i] = cursor.nextLong(part + " dimension");
      if (sizes[i] < 1 || sizes[i] > Integer.MAX_VALUE) {
        throw cursor.failure(
            part + " dimension " + i,
            sizeOffset,
            Long.toUnsignedString(sizes[i]),
            "1 to " + Integer.MAX_VALUE);
      }
    }
    return sizes;
  }

  private ElementType readType(String part) throws CheckpointException {
    long offset = cursor.position();
    int number = cursor.nextInt(part + " type");
    if (!GgmlType.isKnown(number)) {
      throw cursor.failure(
          part + " type", offset, Integer.toUnsignedString(number), GgmlType.allowed());
    }
    return GgmlType.of(number);
  }

  private long bytes(String part, ElementType type, long[] sizes, long offset)
      throws CheckpointException {
    if (sizes[0] % type.blockElements() != 0) {
      throw cursor.failure(
          part + " row length",
          offset,
          String.valueOf(sizes[0]),
          "whole blocks of %d for %s".formatted(type.blockElements(), type));
    }
    long rows = 1;
    for (int i = 1; i < sizes.length; i++) {
      rows = bounded(part, rows, sizes[i], Integer.MAX_VALUE, offset);
    }
    return bounded(part, rows, type.bytes(sizes[0]), file.size(), offset);
  }

  /** Returns {@code a · b} unless it exceeds the limit. */
  private long bounded(String part, long a, long b, long limit, long offset)
      throws CheckpointException {
    if (a > limit / b) {
      throw cursor.failure(
          part + " size", offset, a + " times " + b, "a product of at most " + limit);
    }
    return a * b;
  }

  private static Shape shape(long[] sizes) {
    List<Integer> dimensions = new ArrayList<>(sizes.length);
    for (int i = sizes.length - 1; i >= 0; i--) {
      dimensions.add((int) sizes[i]);
    }
    return new Shape(dimensions);
  }

  private void requireInsideFile(List<Line> lines, long dataStart) throws CheckpointException {
    long available = Math.max(0, file.size() - dataStart);
    for (Line line : lines) {
      if (line.bytes > available || line.start > available - line.bytes) {
        throw cursor.failure(
            line.part(),
            line.offset,
            "data from %d with %d bytes".formatted(line.start, line.bytes),
            "the %d bytes of data in the file; it may be truncated".formatted(available));
      }
    }
  }

  private void requireDisjoint(List<Line> lines) throws CheckpointException {
    List<Line> sorted = new ArrayList<>(lines);
    sorted.sort(Comparator.comparingLong(Line::start));
    for (int i = 1; i < sorted.size(); i++) {
      Line before = sorted.get(i - 1);
      Line line = sorted.get(i);
      if (line.start < before.start + before.bytes) {
        throw cursor.failure(
            line.part(),
            line.offset,
            "data from " + line.start + ", inside " + before.part(),
            "from " + (before.start + before.bytes));
      }
    }
  }

  private Map<String, Tensor> map(List<Line> lines, long dataStart) {
    Map<String, Tensor> tensors = LinkedHashMap.newLinkedHashMap(lines.size());
    for (Line line : lines) {
      tensors.put(
          line.name,
          Tensor.of(line.type, line.shape, file.slice(dataStart + line.start, line.bytes)));
    }
    return tensors;
  }
}
