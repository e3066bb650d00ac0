package dev.chatwright.training.data.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a structure in Thrift's compact protocol, in which Parquet's own descriptions are
 * written. Immutable.
 *
 * @param fields by number; a {@link Long}, {@link Boolean}, {@link Double}, {@code byte[]}, {@link
 *     List} or {@link ThriftStruct}
 */
record ThriftStruct(Map<Integer, Object> fields) {
  private static final int MOST_DEPTH = 32;

  /** Reads a structure. */
  static ThriftStruct read(Bytes bytes) throws ParquetException {
    return read(bytes, 0);
  }

  private static ThriftStruct read(Bytes bytes, int depth) throws ParquetException {
    Map<Integer, Object> fields = new HashMap<>();
    int id = 0;
    for (int header = bytes.next(); header != 0; header = bytes.next()) {
      int step = header >>> 4;
      id = step == 0 ? (int) zigzag(bytes) : id + step;
      fields.put(id, value(header & 0xF, false, bytes, depth));
    }
    return new ThriftStruct(fields);
  }

  private static Object value(int type, boolean inList, Bytes bytes, int depth)
      throws ParquetException {
    return switch (type) {
      case 1, 2 -> inList ? bytes.next() == 1 : type == 1;
      case 3 -> (long) (byte) bytes.next();
      case 4, 5, 6 -> zigzag(bytes);
      case 7 -> Double.longBitsToDouble(bytes.littleEndian(Long.BYTES));
      case 8 -> bytes.take(bytes.varint());
      case 9, 10 -> list(bytes, deeper(depth));
      case 11 -> map(bytes, deeper(depth));
      case 12 -> read(bytes, deeper(depth));
      default -> throw ParquetException.unexpected("a type of Thrift", type, "1 to 12");
    };
  }

  private static List<Object> list(Bytes bytes, int depth) throws ParquetException {
    int header = bytes.next();
    long size = header >>> 4 == 0xF ? bytes.varint() : header >>> 4;
    // Every element takes a byte at least.
    ParquetException.requireRange("the length of a list", size, 0, bytes.remaining());
    List<Object> values = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      values.add(value(header & 0xF, true, bytes, depth));
    }
    return values;
  }

  /** Reads a map, of which we have no use. */
  private static List<Object> map(Bytes bytes, int depth) throws ParquetException {
    long size = bytes.varint();
    ParquetException.requireRange("the size of a map", size, 0, bytes.remaining());
    int types = size == 0 ? 0 : bytes.next();
    for (long i = 0; i < size; i++) {
      value(types >>> 4, true, bytes, depth);
      value(types & 0xF, true, bytes, depth);
    }
    return List.of();
  }

  private static int deeper(int depth) throws ParquetException {
    return (int) ParquetException.requireRange("a depth of Thrift", depth + 1, 0, MOST_DEPTH);
  }

  private static long zigzag(Bytes bytes) throws ParquetException {
    long value = bytes.varint();
    return (value >>> 1) ^ -(value & 1);
  }

  boolean has(int id) {
    return fields.containsKey(id);
  }

  long number(int id) throws ParquetException {
    return field(id, Long.class).orElseThrow(() -> missing(id));
  }

  long number(int id, long otherwise) throws ParquetException {
    return field(id, Long.class).orElse(otherwise);
  }

  /** Returns a number that is used as a size or count of what fits into memory. */
  int size(int id, int most) throws ParquetException {
    return (int) ParquetException.requireRange("a size", number(id), 0, most);
  }

  boolean truth(int id, boolean otherwise) throws ParquetException {
    return field(id, Boolean.class).orElse(otherwise);
  }

  String text(int id) throws ParquetException {
    return new String(field(id, byte[].class).orElseThrow(() -> missing(id)), UTF_8);
  }

  Optional<ThriftStruct> find(int id) throws ParquetException {
    return field(id, ThriftStruct.class);
  }

  ThriftStruct struct(int id) throws ParquetException {
    return find(id).orElseThrow(() -> missing(id));
  }

  List<ThriftStruct> structs(int id) throws ParquetException {
    List<ThriftStruct> structs = new ArrayList<>();
    for (Object each : field(id, List.class).orElseThrow(() -> missing(id))) {
      structs.add(cast(id, each, ThriftStruct.class));
    }
    return structs;
  }

  private <T> Optional<T> field(int id, Class<T> type) throws ParquetException {
    @Nullable Object value = fields.get(id);
    return value == null ? Optional.empty() : Optional.of(cast(id, value, type));
  }

  private static <T> T cast(int id, Object value, Class<T> type) throws ParquetException {
    if (!type.isInstance(value)) {
      throw new ParquetException(
          "found field %d of a description as %s, expected %s"
              .formatted(id, value.getClass().getSimpleName(), type.getSimpleName()));
    }
    return type.cast(value);
  }

  private static ParquetException missing(int id) {
    return new ParquetException("found no field %d in a description".formatted(id));
  }
}
