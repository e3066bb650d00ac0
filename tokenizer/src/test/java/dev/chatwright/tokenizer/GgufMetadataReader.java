package dev.chatwright.tokenizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Just enough of GGUF to read a tokenizer; trusts the file, so only for tests. */
final class GgufMetadataReader {
  private static final long MOST = 64L << 20;

  private final ByteBuffer buffer;

  private GgufMetadataReader(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  static TokenizerMetadata read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer buffer =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(MOST, channel.size()));
      return metadata(new GgufMetadataReader(buffer.order(ByteOrder.LITTLE_ENDIAN)).entries());
    }
  }

  /**
   * Returns one list of strings.
   *
   * <p>The shared vocabulary files are damaged: bytes that are no UTF-8 were replaced, so that they
   * cannot be read from start to end. The spellings of SentencePiece tokens are whole.
   */
  static List<String> strings(Path file, String key) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int found = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(key);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.position(found + key.length() + 4);
    return new GgufMetadataReader(buffer).array().stream().map(String.class::cast).toList();
  }

  private static TokenizerMetadata metadata(Map<String, Object> entries) {
    return new TokenizerMetadata(
        (String) entries.getOrDefault("tokenizer.ggml.model", ""),
        Optional.ofNullable((String) entries.get("tokenizer.ggml.pre")),
        list(entries, "tokens", String.class),
        list(entries, "scores", Float.class),
        list(entries, "token_type", Integer.class),
        list(entries, "merges", String.class),
        id(entries, "bos"),
        id(entries, "eos"),
        id(entries, "eot"),
        id(entries, "eom"),
        id(entries, "unknown"),
        id(entries, "seperator"),
        id(entries, "padding"),
        flag(entries, "add_bos_token"),
        flag(entries, "add_eos_token"),
        flag(entries, "add_space_prefix"),
        flag(entries, "remove_extra_whitespaces"),
        list(entries, "precompiled_charsmap", Byte.class));
  }

  private static <T> List<T> list(Map<String, Object> entries, String key, Class<T> type) {
    Object value = entries.getOrDefault("tokenizer.ggml." + key, List.of());
    return ((List<?>) value).stream().map(type::cast).toList();
  }

  private static OptionalInt id(Map<String, Object> entries, String key) {
    Object value = entries.get("tokenizer.ggml." + key + "_token_id");
    return value instanceof Integer id ? OptionalInt.of(id) : OptionalInt.empty();
  }

  private static Optional<Boolean> flag(Map<String, Object> entries, String key) {
    return Optional.ofNullable((Boolean) entries.get("tokenizer.ggml." + key));
  }

  private Map<String, Object> entries() {
    buffer.position(16);
    long count = buffer.getLong();
    Map<String, Object> entries = new LinkedHashMap<>();
    for (long i = 0; i < count; i++) {
      String key = string();
      entries.put(key, value(buffer.getInt()));
    }
    return entries;
  }

  private String string() {
    byte[] bytes = new byte[Math.toIntExact(buffer.getLong())];
    buffer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private Object value(int type) {
    return switch (type) {
      case 0, 1 -> buffer.get();
      case 2, 3 -> buffer.getShort();
      case 4, 5 -> buffer.getInt();
      case 6 -> buffer.getFloat();
      case 7 -> buffer.get() != 0;
      case 8 -> string();
      case 9 -> array();
      case 10, 11 -> buffer.getLong();
      case 12 -> buffer.getDouble();
      default -> throw new IllegalStateException("GGUF value type " + type);
    };
  }

  private List<Object> array() {
    int type = buffer.getInt();
    int length = Math.toIntExact(buffer.getLong());
    List<Object> values = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      values.add(value(type));
    }
    return values;
  }
}
