package dev.chatwright.server.model;

import dev.chatwright.checkpoint.BuiltInModel;
import dev.chatwright.checkpoint.ModelPuller;
import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.checkpoint.PullListener;
import dev.chatwright.checkpoint.PullableModel;
import dev.chatwright.checkpoint.StoredModel;
import dev.chatwright.inference.EmbeddingModel;
import dev.chatwright.inference.EngineOptions;
import dev.chatwright.inference.LanguageModel;
import dev.chatwright.inference.ModelDescription;
import dev.chatwright.inference.adapter.AdapterCard;
import dev.chatwright.inference.spill.BlockFolder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of the home folder, computed by our own engine, and the small one that is part of the
 * program. The usual choice is fetched when it is not there; any other must be there.
 *
 * <p>Safe for use by several threads.
 */
public final class StoredModels implements ModelSource {
  /** The folder of the home folder whose adapters may be attached while the server runs. */
  public static final String ADAPTERS = "adapters";

  private static final Logger LOG = LoggerFactory.getLogger(StoredModels.class);

  private final ModelStore store;
  private final Path home;
  private final String wanted;
  private final Optional<AdapterCard> adapter;
  private final AdapterFolder folder;
  private final List<NamedAdapter> named = new ArrayList<>();
  private final List<RefusedAdapter> refused = new ArrayList<>();
  private final EngineOptions engine;
  private final Optional<String> draft;
  private final String id;
  private volatile Optional<Disk> disk = Optional.empty();

  /** Where blocks of keys and values go, and what computes them. */
  private record Disk(BlockFolder folder, String program) {}

  /** What the files of a model say does not change as long as it is stored. */
  private final Map<StoredModel, Optional<ModelDescription>> descriptions =
      new ConcurrentHashMap<>();

  /**
   * Creates the source.
   *
   * @param wanted the id or path of the language model that answers by default
   * @param adapter what changes that model as it computes, if anything is to
   * @param named what else it may be asked for with, by name
   * @param draft the id or path of a model that guesses tokens for all others
   * @throws IOException if the store or the adapter cannot be read
   */
  public StoredModels(
      Path home,
      String wanted,
      Optional<Path> adapter,
      Map<String, Path> named,
      EngineOptions engine,
      Optional<String> draft)
      throws IOException {
    this.store = new ModelStore(home);
    this.home = home;
    this.wanted = wanted;
    this.adapter =
        adapter.isPresent() ? Optional.of(AdapterCard.of(adapter.get())) : Optional.empty();
    this.engine = engine;
    this.draft = draft;
    this.id = find(store, wanted).map(StoredModel::id).orElse(wanted);
    this.folder = new AdapterFolder(home.resolve(ADAPTERS));
    for (Map.Entry<String, Path> one : new TreeMap<>(named).entrySet()) {
      this.named.add(NamedAdapter.read(id, one.getKey(), one.getValue()));
    }
    folder.attached().forEach(this::nameAgain);
  }

  /** What was attached and is not there any more is no reason not to start. */
  private void nameAgain(AdapterFolder.Entry one) {
    try {
      named.add(NamedAdapter.read(one.model(), one.name(), folder.path(one.file())));
    } catch (IOException gone) {
      String reason = String.valueOf(ModelRefusals.adapterRefused("file", gone).getMessage());
      RefusedAdapter without = new RefusedAdapter(one.model(), one.name(), reason);
      LOG.error("model={} is not attached again: {}", without.id(), reason);
      refused.add(without);
    }
  }

  @Override
  public List<NamedAdapter> adapters() {
    return List.copyOf(named);
  }

  @Override
  public List<RefusedAdapter> refusedAdapters() {
    return List.copyOf(refused);
  }

  @Override
  public List<String> adapterFiles() throws IOException {
    return folder.files();
  }

  @Override
  public Path adapterPath(String file) throws IOException {
    return folder.path(file);
  }

  @Override
  public void remember(NamedAdapter adapter) throws IOException {
    String file = String.valueOf(adapter.card().path().getFileName());
    folder.remember(new AdapterFolder.Entry(adapter.model(), adapter.name(), file));
  }

  @Override
  public void forget(String model, String name) throws IOException {
    folder.forget(model, name);
  }

  @Override
  public String modelId() {
    return id;
  }

  private static Optional<StoredModel> find(ModelStore store, String name) throws IOException {
    return name.equals(BuiltInModel.ID) ? Optional.of(BuiltInModel.in(store)) : store.find(name);
  }

  /** Where the choice is the usual one and cannot be fetched, the small model answers. */
  @Override
  public Optional<String> standIn() {
    return wanted.equals(ModelPuller.DEFAULT_MODEL) && adapter.isEmpty()
        ? Optional.of(BuiltInModel.ID)
        : Optional.empty();
  }

  @Override
  public boolean isBuiltIn(String model) {
    return model.equals(BuiltInModel.ID);
  }

  @Override
  public List<ModelFacts> models() throws IOException {
    List<StoredModel> all = new ArrayList<>(store.list());
    Optional<StoredModel> wantedOne = find(store, wanted);
    wantedOne
        .filter(model -> all.stream().noneMatch(stored -> stored.id().equals(model.id())))
        .ifPresent(all::add); // one outside the store
    all.removeIf(model -> isBuiltIn(model.id()));
    builtIn().ifPresent(all::add); // after those that know more
    return all.stream().map(this::facts).toList();
  }

  /** Describes no other, which would take time. */
  @Override
  public Optional<ModelFacts> find(String asked) throws IOException {
    return stored(asked).map(this::facts);
  }

  private Optional<StoredModel> stored(String asked) throws IOException {
    if (asked.equals(id)) {
      return find(store, wanted);
    }
    return isBuiltIn(asked)
        ? builtIn()
        : store.list().stream().filter(model -> model.id().equals(asked)).findFirst();
  }

  /** Returns the small model, or nothing where the home folder cannot be written. */
  private Optional<StoredModel> builtIn() {
    try {
      return Optional.of(BuiltInModel.in(store));
    } catch (IOException unwritable) {
      LOG.warn("model={} is left out: {}", BuiltInModel.ID, unwritable.getMessage());
      return Optional.empty();
    }
  }

  private ModelFacts facts(StoredModel model) {
    Optional<ModelDescription> description = descriptions.computeIfAbsent(model, this::describe);
    boolean encoder = description.filter(ModelDescription::encoder).isPresent();
    return new ModelFacts(
        model.id(),
        encoder ? ModelKind.EMBEDDING : ModelKind.CHAT,
        model.bytes(),
        description.map(ModelDescription::memoryBytes).orElse(model.bytes())
            + (encoder ? 0 : draftBytes(model)),
        model.licence(),
        model.added(),
        description,
        adapterOf(model.id()));
  }

  /** Returns what the model takes that may guess for another. */
  private long draftBytes(StoredModel model) {
    try {
      return draft()
          .filter(other -> !other.path().equals(model.path()))
          .flatMap(other -> descriptions.computeIfAbsent(other, this::describe))
          .map(ModelDescription::draftBytes)
          .orElse(0L);
    } catch (IOException _) { // it guesses nothing then
      return 0;
    }
  }

  private Optional<StoredModel> draft() throws IOException {
    return draft.isPresent() ? find(store, draft.get()) : Optional.empty();
  }

  private Optional<AdapterCard> adapterOf(String model) {
    return model.equals(id) ? adapter : Optional.empty();
  }

  private Optional<ModelDescription> describe(StoredModel model) {
    try {
      return Optional.of(ModelDescription.of(model.path(), engine));
    } catch (IOException broken) {
      LOG.warn("model={} cannot be described: {}", model.id(), broken.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public List<PullableModel> pullable() {
    return ModelPuller.pullable();
  }

  @Override
  public TextModel load(String asked, Progress progress) throws IOException {
    StoredModel stored = asked.equals(id) ? locate(progress) : requireStored(asked);
    Optional<Path> changes = adapterOf(asked).map(AdapterCard::path);
    String hash = ModelStore.hash(stored);
    EngineOptions options = engine(stored, hash);
    LanguageModel model = LanguageModel.load(stored.path(), asked, changes, options);
    model.warmUp();
    return new LocalTextModel(model, hash);
  }

  @Override
  public void check(String asked) throws IOException {
    Optional<StoredModel> stored =
        asked.equals(id) ? find(store, wanted) : Optional.of(requireStored(asked));
    if (stored.isPresent()) {
      LanguageModel.check(stored.get().path());
    }
  }

  @Override
  public void keepBlocksIn(BlockFolder to, String program) {
    disk = Optional.of(new Disk(to, program));
  }

  /** Returns what changes where somebody replaces the files of a model behind the store's back. */
  private static String state(Path model) throws IOException {
    StringBuilder state = new StringBuilder();
    try (Stream<Path> files = Files.walk(model)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        long changed = Files.getLastModifiedTime(file).toMillis();
        state.append(Files.size(file)).append('/').append(changed).append(' ');
      }
    }
    return state.toString();
  }

  private EngineOptions engine(StoredModel model, String hash) throws IOException {
    EngineOptions options = engine();
    Optional<Disk> to = disk;
    if (to.isEmpty()) {
      return options;
    }
    String content = "%s %s %s".formatted(to.get().program(), hash, state(model.path()));
    return options.withSpill(new EngineOptions.Spill(to.get().folder(), content));
  }

  private EngineOptions engine() throws IOException {
    if (draft.isEmpty()) {
      return engine;
    }
    Optional<StoredModel> stored = draft();
    if (stored.isEmpty()) {
      LOG.error("draft={} guesses nothing: it is not in the store, and no file", draft.get());
      return engine;
    }
    return engine.withDraft(stored.get().path());
  }

  private StoredModel requireStored(String asked) throws IOException {
    if (isBuiltIn(asked)) {
      return BuiltInModel.in(store);
    }
    return store.list().stream()
        .filter(model -> model.id().equals(asked))
        .findFirst()
        .orElseThrow(() -> absent(asked));
  }

  private IOException absent(String asked) {
    return new IOException("no model %s in %s; see: chatwright model list".formatted(asked, home));
  }

  private StoredModel locate(Progress progress) throws IOException {
    Optional<StoredModel> found = find(store, wanted);
    if (found.isPresent()) {
      return found.get();
    }
    if (!id.equals(ModelPuller.DEFAULT_MODEL)) {
      throw absent(id);
    }
    return pull(progress);
  }

  private StoredModel pull(Progress progress) throws IOException {
    try {
      return new ModelPuller(store).pull(id, new Listener(progress));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw (IOException)
          new InterruptedIOException("fetching the model was interrupted").initCause(stopped);
    }
  }

  private record Listener(Progress progress) implements PullListener {
    @Override
    public void progress(String source, long doneBytes, long totalBytes) {
      progress.fetched(doneBytes, totalBytes);
    }

    @Override
    public void message(String text) {
      LOG.info(text);
    }
  }

  @Override
  public TextEncoder loadEncoder(String encoder) throws IOException {
    StoredModel stored = requireStored(encoder);
    return new LocalTextEncoder(EmbeddingModel.load(stored.path(), encoder, engine));
  }

  @Override
  public void pull(String name, Progress progress) throws IOException, InterruptedException {
    new ModelPuller(store).pull(name, new Listener(progress));
  }

  @Override
  public void remove(String stored) throws IOException {
    store.remove(stored);
  }
}
