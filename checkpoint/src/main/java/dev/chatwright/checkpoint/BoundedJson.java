package dev.chatwright.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON from files that are not trusted: bounded in size and depth, every name once. */
public final class BoundedJson {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NAME_LENGTH = 4096;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** Reads and writes JSON within these bounds; nothing may follow a value. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder(FACTORY).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private BoundedJson() {}

  /**
   * Reads an object.
   *
   * @throws CheckpointException if the file is larger than allowed or holds anything else
   */
  public static JsonNode readObject(Path path, long maxBytes) throws IOException {
    requireSize(path, maxBytes);
    byte[] bytes = Files.readAllBytes(path);
    try {
      JsonNode node = MAPPER.readTree(bytes);
      if (!node.isObject()) {
        throw CheckpointException.at(path, "JSON", 0, "no object", "an object");
      }
      return node;
    } catch (JacksonException e) {
      throw broken(path, 0, e);
    }
  }

  /**
   * Checks that a file is there and not larger than allowed.
   *
   * @throws CheckpointException if it is not
   */
  static void requireSize(Path path, long maxBytes) throws IOException {
    RegularFile.require(path);
    long size = Files.size(path);
    if (size > maxBytes) {
      throw CheckpointException.at(path, "size", 0, size + " bytes", "at most " + maxBytes);
    }
  }

  /** Returns an exception about JSON that starts at {@code baseOffset}. */
  static CheckpointException broken(Path path, long baseOffset, JacksonException cause) {
    long offset = baseOffset;
    if (cause.getLocation() != null) {
      offset += Math.max(0, cause.getLocation().getByteOffset());
    }
    String found =
        String.valueOf(cause.getOriginalMessage()).replaceAll(" \\(start marker at .*\\)", "");
    CheckpointException failure = CheckpointException.at(path, "JSON", offset, found, "valid JSON");
    failure.initCause(cause);
    return failure;
  }
}
