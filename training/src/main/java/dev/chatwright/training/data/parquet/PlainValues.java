package dev.chatwright.training.data.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Values one after the other as their type has them. Confined to one thread. */
final class PlainValues implements ValueSource {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Bytes bytes;
  private final PhysicalType type;
  private final int typeLength;
  private int bit;
  private int bits;

  PlainValues(Bytes bytes, PhysicalType type, int typeLength) {
    this.bytes = bytes;
    this.type = type;
    this.typeLength = typeLength;
  }

  @Override
  public JsonNode next() throws ParquetException {
    return switch (type) {
      case BOOLEAN -> NODES.booleanNode(nextBit());
      case INT32 -> NODES.numberNode((int) bytes.littleEndian(Integer.BYTES));
      case INT64 -> NODES.numberNode(bytes.littleEndian(Long.BYTES));
      case FLOAT -> NODES.numberNode(Float.intBitsToFloat((int) bytes.littleEndian(Float.BYTES)));
      case DOUBLE -> NODES.numberNode(Double.longBitsToDouble(bytes.littleEndian(Double.BYTES)));
      case INT96 -> NODES.binaryNode(bytes.take(type.bytes()));
      case FIXED -> NODES.binaryNode(bytes.take(typeLength));
      case BYTES -> text(bytes.take(bytes.littleEndian(Integer.BYTES)));
    };
  }

  private boolean nextBit() throws ParquetException {
    if (bit == 0) {
      bits = bytes.next();
    }
    boolean value = (bits >>> bit & 1) == 1;
    bit = (bit + 1) % Byte.SIZE;
    return value;
  }

  /** Returns a text, or the bytes where they are none; not every writer says which they are. */
  private static JsonNode text(byte[] value) {
    try {
      return NODES.stringNode(UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
    } catch (CharacterCodingException noText) {
      return NODES.binaryNode(value);
    }
  }
}
