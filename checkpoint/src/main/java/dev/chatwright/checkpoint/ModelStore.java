package dev.chatwright.checkpoint;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The models under the home folder: {@code models/<id>/} with the files and a manifest.
 *
 * <p>A model appears and disappears as a whole, by renaming its folder; whatever a crash leaves
 * behind lies in {@code models/.partial} and is never taken for a model. Safe for use by several
 * threads and processes.
 */
public final class ModelStore {
  private static final Logger LOGGER = System.getLogger(ModelStore.class.getName());
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  static final String UNKNOWN = "unknown";

  /** What is taken from a folder: nothing that could hold code, nothing that is not needed. */
  private static final Pattern FOLDER_FILES =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9._-]*\\.safetensors|model\\.safetensors\\.index\\.json"
              + "|config\\.json|generation_config\\.json|tokenizer\\.json|tokenizer_config\\.json"
              + "|special_tokens_map\\.json|vocab\\.txt|modules\\.json|chat_template\\.jinja"
              + "|1_Pooling/config\\.json|sentence_bert_config\\.json"
              + "|config_sentence_transformers\\.json|LICENSE");

  private final Path models;

  /** Creates a store in a home folder, which need not exist yet. */
  public ModelStore(Path home) {
    this.models = home.resolve("models");
  }

  /**
   * Checks a name.
   *
   * @throws IllegalArgumentException if no model can have it
   */
  public static String requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "a model id has 1 to 64 of a-z 0-9 . _ - and starts with a letter or digit, got "
              + CheckpointException.printable(id));
    }
    return id;
  }

  /** Returns the id that a file or folder gets when nobody chooses one. */
  public static String idOf(Path fileOrFolder) {
    Path name = fileOrFolder.toAbsolutePath().normalize().getFileName();
    String id = name == null ? "model" : name.toString().toLowerCase(Locale.ROOT);
    id = id.replaceFirst("\\.gguf$", "").replaceAll("[^a-z0-9._-]+", "-");
    id = id.replaceFirst("^[._-]+", "");
    id = id.substring(0, Math.min(64, id.length()));
    return id.isEmpty() ? "model" : id;
  }

  /**
   * Returns the models, by id. One with a broken manifest is left out, with a warning in the log.
   *
   * @throws IOException if the folder cannot be read
   */
  public List<StoredModel> list() throws IOException {
    if (!Files.isDirectory(models)) {
      return List.of();
    }
    List<StoredModel> found = new ArrayList<>();
    try (Stream<Path> folders = Files.list(models)) {
      for (Path folder : folders.sorted().toList()) {
        String name = String.valueOf(folder.getFileName());
        if (ID.matcher(name).matches()) {
          readForList(folder).ifPresent(found::add);
        }
      }
    }
    return List.copyOf(found);
  }

  private static Optional<StoredModel> readForList(Path folder) {
    try {
      return read(folder);
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "leaving out a stored model: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Returns the model with an id, if it is stored.
   *
   * @throws IOException if its manifest is broken
   */
  Optional<StoredModel> stored(String id) throws IOException {
    return read(models.resolve(id));
  }

  /**
   * Returns the model with an id, or else the one at a path outside the store.
   *
   * @throws IOException if the model is there and its manifest is broken
   */
  public Optional<StoredModel> find(String idOrPath) throws IOException {
    if (ID.matcher(idOrPath).matches()) {
      Optional<StoredModel> stored = stored(idOrPath);
      if (stored.isPresent()) {
        return stored;
      }
    }
    Path path = path(idOrPath).orElse(models);
    return path.equals(models) || !Files.exists(path)
        ? Optional.empty()
        : Optional.of(outside(path));
  }

  /** Returns text as a path, unless it cannot be one. */
  static Optional<Path> path(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static StoredModel outside(Path path) throws IOException {
    return new StoredModel(
        idOf(path),
        path,
        "",
        Files.isDirectory(path) ? FolderTree.bytes(path) : Files.size(path),
        path.toString(),
        Files.getLastModifiedTime(path).toInstant(),
        UNKNOWN,
        ModelFormat.of(path));
  }

  /**
   * Returns the SHA-256 by which a model is known. The store keeps it; the files of a model outside
   * are read for it.
   *
   * @throws IOException if they cannot be read
   */
  public static String hash(StoredModel model) throws IOException {
    if (!model.sha256().isEmpty()) {
      return model.sha256();
    }
    if (Files.isDirectory(model.path())) {
      var origin = new ModelManifest.Origin(model.format(), model.source(), model.licence());
      return ModelManifest.of(model.path(), model.id(), origin).sha256();
    }
    RegularFile.require(model.path()); // to read a pipe may take for ever
    return Sha256.of(model.path());
  }

  /**
   * Copies a model into the store, after checking its structure.
   *
   * @throws IllegalArgumentException if no model can have the id
   * @throws ModelStoreException if the id is taken
   * @throws CheckpointException if the model is broken
   * @throws IOException if it cannot be read, or the store cannot be written
   */
  public StoredModel importFrom(Path fileOrFolder, String id) throws IOException {
    return importFrom(fileOrFolder, id, UNKNOWN);
  }

  StoredModel importFrom(Path fileOrFolder, String id, String licence) throws IOException {
    requireId(id);
    if (!Files.exists(fileOrFolder)) {
      throw new ModelStoreException("no such file or folder: " + fileOrFolder);
    }
    ModelFormat format = ModelFormat.of(fileOrFolder);
    format.check(fileOrFolder);
    String source = fileOrFolder.toAbsolutePath().toString();
    try (ModelLock _ = lock(id, () -> {})) {
      Path staging = emptyStaging("import-" + id);
      try {
        copy(fileOrFolder, staging);
        return install(staging, id, new ModelManifest.Origin(format, source, licence));
      } finally {
        FolderTree.delete(staging);
      }
    }
  }

  private static void copy(Path fileOrFolder, Path staging) throws IOException {
    if (!Files.isDirectory(fileOrFolder)) {
      String name = String.valueOf(fileOrFolder.getFileName());
      String safe = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[._-]+", "");
      Files.copy(fileOrFolder, staging.resolve(safe.isEmpty() ? "model.gguf" : safe));
      return;
    }
    try (Stream<Path> walk = Files.walk(fileOrFolder, 2)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String name = fileOrFolder.relativize(file).toString().replace('\\', '/');
        if (FOLDER_FILES.matcher(name).matches()) {
          Path target = staging.resolve(name);
          Files.createDirectories(target.toAbsolutePath().getParent());
          Files.copy(file, target);
        }
      }
    }
  }

  /**
   * Removes a model.
   *
   * @throws IllegalArgumentException if no model can have the id
   * @throws ModelStoreException if it is not in the store
   * @throws IOException if it cannot be deleted
   */
  public void remove(String id) throws IOException {
    Path folder = models.resolve(requireId(id));
    if (!Files.isDirectory(folder)) {
      throw notStored(id);
    }
    try (ModelLock _ = lock(id, () -> {})) {
      discard(id);
    }
  }

  /** Deletes a model; the caller holds the lock. */
  void discard(String id) throws IOException {
    Path removed = emptyStaging("removed-" + id);
    Files.move(models.resolve(id), removed.resolve(id), StandardCopyOption.ATOMIC_MOVE);
    FolderTree.delete(removed);
  }

  /**
   * Hashes the files of a model and compares them with its manifest.
   *
   * @throws IllegalArgumentException if no model can have the id
   * @throws ModelStoreException if it is not in the store
   * @throws IOException if a file cannot be read
   */
  public Verification verify(String id) throws IOException {
    Path folder = models.resolve(requireId(id));
    if (!Files.isDirectory(folder)) {
      throw notStored(id);
    }
    List<String> problems = new ArrayList<>();
    for (ModelManifest.StoredFile file : ModelManifest.read(folder).files()) {
      Path path = folder.resolve(file.name());
      if (!Files.isRegularFile(path)) {
        problems.add(path + " is missing");
      } else if (Files.size(path) != file.bytes()) {
        problems.add(
            "%s has %d bytes, expected %d".formatted(path, Files.size(path), file.bytes()));
      } else if (!Sha256.of(path).equals(file.sha256())) {
        problems.add(path + " has changed: its SHA-256 is not " + file.sha256());
      }
    }
    return new Verification(problems);
  }

  private ModelStoreException notStored(String id) {
    return new ModelStoreException("no model %s in %s".formatted(id, models));
  }

  /** Waits for the right to change a model. */
  ModelLock lock(String id, Runnable whenWaiting) throws IOException {
    return ModelLock.acquire(partialFolder().resolve(id + ".lock"), whenWaiting);
  }

  /** Returns an empty folder on the same disk, under a name that only the lock's holder uses. */
  Path emptyStaging(String name) throws IOException {
    Path staging = partialFolder().resolve(name);
    FolderTree.delete(staging);
    return Files.createDirectory(staging);
  }

  /**
   * Returns where unfinished work lies.
   *
   * @throws ModelStoreException if the home folder cannot be written
   */
  Path partialFolder() throws ModelStoreException {
    Path partial = models.resolve(".partial");
    try {
      Files.createDirectories(partial);
    } catch (IOException e) {
      throw unwritable(partial, e);
    }
    if (!Files.isWritable(partial)) {
      throw unwritable(partial, new IOException("no permission"));
    }
    return partial;
  }

  private static ModelStoreException unwritable(Path folder, IOException cause) {
    return new ModelStoreException(
        "cannot write to %s (%s: %s); choose another home folder"
            .formatted(folder, cause.getClass().getSimpleName(), cause.getMessage()),
        cause);
  }

  /** Turns a staged folder into a model; the caller holds the lock. */
  StoredModel install(Path staging, String id, ModelManifest.Origin origin) throws IOException {
    Path folder = models.resolve(requireId(id));
    if (Files.exists(folder.resolve(ModelManifest.NAME))) {
      throw new ModelStoreException("a model %s is stored already; remove it first".formatted(id));
    }
    FolderTree.delete(folder);
    ModelManifest manifest = ModelManifest.of(staging, id, origin);
    manifest.format().check(manifest.toModel(staging).path());
    FolderTree.force(staging);
    manifest.write(staging);
    Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
    return manifest.toModel(folder);
  }

  private static Optional<StoredModel> read(Path folder) throws IOException {
    return Files.exists(folder.resolve(ModelManifest.NAME))
        ? Optional.of(ModelManifest.read(folder).toModel(folder))
        : Optional.empty();
  }
}
