package dev.chatwright.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file {@code model.json} beside a stored model: what it is and what each file must be.
 *
 * <p>Immutable.
 */
record ModelManifest(
    String id,
    ModelFormat format,
    String source,
    String licence,
    Instant added,
    List<StoredFile> files) {
  static final String NAME = "model.json";

  private static final long MAX_BYTES = 1 << 20;
  private static final int VERSION = 1;

  ModelManifest {
    files = List.copyOf(files);
  }

  /** What a model is and where it comes from. */
  record Origin(ModelFormat format, String source, String licence) {}

  /** One file; the name is relative to the model's folder, with forward slashes. */
  record StoredFile(String name, long bytes, String sha256) {}

  /** Hashes the files of a folder. */
  static ModelManifest of(Path folder, String id, Origin origin) throws IOException {
    List<StoredFile> files = new ArrayList<>();
    for (Path file : FolderTree.files(folder)) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      if (!name.equals(NAME)) {
        files.add(new StoredFile(name, Files.size(file), Sha256.of(file)));
      }
    }
    if (origin.format == ModelFormat.GGUF && files.size() != 1) {
      throw new IllegalStateException("expected one GGUF file, got " + files);
    }
    return new ModelManifest(
        id, origin.format, origin.source, origin.licence, Instant.now(), files);
  }

  /**
   * Reads the manifest of a stored model.
   *
   * @throws CheckpointException if it is broken
   */
  static ModelManifest read(Path folder) throws IOException {
    Path path = folder.resolve(NAME);
    JsonNode node = BoundedJson.readObject(path, MAX_BYTES);
    try {
      return new ModelManifest(
          text(node, "id"),
          ModelFormat.valueOf(text(node, "format")),
          text(node, "source"),
          text(node, "licence"),
          Instant.parse(text(node, "added")),
          files(path, node.path("files")));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new CheckpointException(path + ": broken manifest: " + e.getMessage(), e);
    }
  }

  private static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isString()) {
      throw new IllegalArgumentException(name + " must be a string");
    }
    return value.asString();
  }

  private static List<StoredFile> files(Path path, JsonNode nodes) throws CheckpointException {
    List<StoredFile> files = new ArrayList<>();
    for (JsonNode node : nodes) {
      String name = text(node, "name");
      if (!name.matches("([A-Za-z0-9][A-Za-z0-9._-]*/){0,3}[A-Za-z0-9][A-Za-z0-9._-]*")) {
        throw CheckpointException.at(path, "file name", 0, name, "a path inside the folder");
      }
      files.add(new StoredFile(name, node.path("bytes").asLong(-1), text(node, "sha256")));
    }
    if (files.isEmpty()) {
      throw CheckpointException.at(path, "files", 0, "none", "one or more");
    }
    return files;
  }

  /** Writes the manifest into the folder of the model. */
  void write(Path folder) throws IOException {
    ObjectNode node = BoundedJson.MAPPER.createObjectNode();
    node.put("version", VERSION);
    node.put("id", id);
    node.put("format", format.name());
    node.put("source", source);
    node.put("licence", licence);
    node.put("added", added.toString());
    node.put("sha256", sha256());
    node.put("bytes", bytes());
    ArrayNode list = node.putArray("files");
    for (StoredFile file : files) {
      list.addObject().put("name", file.name).put("bytes", file.bytes).put("sha256", file.sha256);
    }
    AtomicFile.write(folder.resolve(NAME), node.toPrettyString() + "\n");
  }

  /** Returns the hash of the only file, or of the list of files. */
  String sha256() {
    if (files.size() == 1) {
      return files.getFirst().sha256;
    }
    StringBuilder list = new StringBuilder();
    files.forEach(file -> list.append(file.sha256).append("  ").append(file.name).append('\n'));
    return Sha256.of(list.toString());
  }

  long bytes() {
    return files.stream().mapToLong(StoredFile::bytes).sum();
  }

  StoredModel toModel(Path folder) {
    Path path = format == ModelFormat.GGUF ? folder.resolve(files.getFirst().name) : folder;
    return new StoredModel(id, path, sha256(), bytes(), source, added, licence, format);
  }
}
