package dev.chatwright.checkpoint;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Reads the JSON header of a safetensors file, token by token, so that memory is proportional to
 * the tensors that it lists.
 *
 * <p>Confined to one thread.
 */
final class SafetensorsHeader {
  static final long MAX_BYTES = 100_000_000;

  private static final int LENGTH_BYTES = 8;
  private static final int MAX_TENSORS = 1 << 16;
  private static final int MAX_DIMENSIONS = 8;

  private final Path path;
  private final JsonParser parser;

  private SafetensorsHeader(Path path, JsonParser parser) {
    this.path = path;
    this.parser = parser;
  }

  /** One tensor of the list; {@code begin} and {@code end} count from the start of the data. */
  record Line(String name, String type, List<Long> shape, long begin, long end) {}

  /** The list, where the data start, and the free-form metadata. */
  record Head(List<Line> lines, long dataStart, Map<String, String> metadata) {}

  /**
   * Reads the header.
   *
   * @throws CheckpointException if it is none
   */
  static Head read(MappedFile file) throws CheckpointException {
    FileMagic.requireReadable(file, "safetensors");
    int length = readLength(file);
    byte[] json = file.bytes(LENGTH_BYTES, length);
    if (json.length == 0 || json[0] != '{') {
      throw CheckpointException.at(
          file.path(), "header", LENGTH_BYTES, "no JSON object", "a JSON object");
    }
    ObjectReadContext context = ObjectReadContext.empty();
    try (JsonParser parser =
        BoundedJson.FACTORY.createParser(context, new ByteArrayInputStream(json))) {
      return new SafetensorsHeader(file.path(), parser).read(LENGTH_BYTES + (long) length);
    } catch (JacksonException e) {
      throw BoundedJson.broken(file.path(), LENGTH_BYTES, e);
    }
  }

  private static int readLength(MappedFile file) throws CheckpointException {
    long rest = file.size() - LENGTH_BYTES;
    long length = rest < 0 ? -1 : file.longAt(0);
    long allowed = Math.max(0, Math.min(MAX_BYTES, rest));
    if (length < 0 || length > allowed) {
      String found = rest < 0 ? "the end of the file" : Long.toUnsignedString(length);
      throw CheckpointException.at(file.path(), "header length", 0, found, "at most " + allowed);
    }
    return (int) length;
  }

  private Head read(long dataStart) throws CheckpointException {
    List<Line> lines = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    expect(parser.nextToken(), JsonToken.START_OBJECT, "header", "an object");
    while (nextIsName("header")) {
      String name = parser.currentName();
      if (name.equals("__metadata__")) {
        readMetadata(metadata);
      } else {
        lines.add(readLine(name));
      }
      if (lines.size() > MAX_TENSORS) {
        throw failure("header", "more tensors", "at most " + MAX_TENSORS);
      }
    }
    if (parser.nextToken() != null) {
      throw failure("header", "more after its end", "spaces");
    }
    return new Head(lines, dataStart, metadata);
  }

  private void readMetadata(Map<String, String> metadata) throws CheckpointException {
    expect(parser.nextToken(), JsonToken.START_OBJECT, "__metadata__", "an object");
    while (nextIsName("__metadata__")) {
      String key = parser.currentName();
      expect(parser.nextToken(), JsonToken.VALUE_STRING, "__metadata__", "strings");
      metadata.put(key, parser.getString());
    }
  }

  private Line readLine(String name) throws CheckpointException {
    String part = "tensor " + name;
    String type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    expect(parser.nextToken(), JsonToken.START_OBJECT, part, "an object");
    while (nextIsName(part)) {
      switch (parser.currentName()) {
        case "dtype" -> {
          expect(parser.nextToken(), JsonToken.VALUE_STRING, part, "a string as dtype");
          type = parser.getString();
        }
        case "shape" -> shape = readNumbers(part + " shape");
        case "data_offsets" -> offsets = readNumbers(part + " data_offsets");
        default -> throw failure(part, parser.currentName(), "dtype, shape and data_offsets");
      }
    }
    return line(name, type, shape, offsets);
  }

  private Line line(
      String name, @Nullable String type, @Nullable List<Long> shape, @Nullable List<Long> offsets)
      throws CheckpointException {
    String part = "tensor " + name;
    if (type == null || shape == null || offsets == null) {
      throw failure(part, "a field missing", "dtype, shape and data_offsets");
    }
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw failure(part + " data_offsets", offsets.toString(), "[begin, end] with begin <= end");
    }
    return new Line(name, type, shape, offsets.get(0), offsets.get(1));
  }

  private List<Long> readNumbers(String part) throws CheckpointException {
    List<Long> numbers = new ArrayList<>();
    expect(parser.nextToken(), JsonToken.START_ARRAY, part, "an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, part, "whole numbers");
      if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || parser.getLongValue() < 0) {
        throw failure(part, parser.getString(), "0 to " + Long.MAX_VALUE);
      }
      numbers.add(parser.getLongValue());
      if (numbers.size() > MAX_DIMENSIONS) {
        throw failure(part, "more numbers", "at most " + MAX_DIMENSIONS);
      }
    }
    return List.copyOf(numbers);
  }

  private boolean nextIsName(String part) throws CheckpointException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.END_OBJECT) {
      return false;
    }
    expect(token, JsonToken.PROPERTY_NAME, part, "a name");
    return true;
  }

  private void expect(@Nullable JsonToken token, JsonToken wanted, String part, String allowed)
      throws CheckpointException {
    if (token != wanted) {
      throw failure(part, token == null ? "the end" : token.toString(), allowed);
    }
  }

  private CheckpointException failure(String part, String found, String allowed) {
    long offset = LENGTH_BYTES + Math.max(0, parser.currentLocation().getByteOffset());
    return CheckpointException.at(path, part, offset, found, allowed);
  }
}
