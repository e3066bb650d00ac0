package dev.chatwright.server.model;

import dev.chatwright.inference.AttachedAdapter;
import dev.chatwright.inference.UnknownAdapterException;
import dev.chatwright.server.http.ApiException;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attaches adapters to models and detaches them while the server runs, now and at every start.
 *
 * <p>Safe for use by several threads.
 */
public final class AdapterChanges {
  private static final Logger LOG = LoggerFactory.getLogger(AdapterChanges.class);

  private final ModelRegistry models;
  private final ModelAdapters adapters;
  private final ModelSource source;

  /** Creates the changes of a registry's models. */
  public AdapterChanges(ModelRegistry models, ModelSource source) {
    this.models = models;
    this.adapters = models.adapters();
    this.source = source;
  }

  /**
   * Attaches an adapter to a model, which is loaded for it if need be, in place of one of the same
   * name. Replies under way go on with what they have.
   *
   * @param file its name in the folder of adapters
   * @throws ApiException if there is no such model, or the adapter is one of another
   * @throws InterruptedException if the thread is interrupted while it waits for the model
   */
  NamedAdapter attach(String id, String name, String file) throws InterruptedException {
    if (adapters.find(id).isPresent()) {
      throw models.unknown(id);
    }
    try (ModelLease lease = models.require(id)) {
      AttachedAdapter attached = lease.model().attach(name, source.adapterPath(file));
      NamedAdapter adapter = new NamedAdapter(id, name, attached.card());
      remember(adapter, lease.model());
      adapters.put(adapter);
      return adapter;
    } catch (IOException refused) {
      throw ModelRefusals.adapterRefused("file", refused);
    } catch (IllegalArgumentException refused) {
      throw ApiException.of(409, "name", "adapter_refused", String.valueOf(refused.getMessage()));
    }
  }

  /** What would be gone after the next start is not attached at all. */
  private void remember(NamedAdapter adapter, TextModel model) throws IOException {
    try {
      source.remember(adapter);
    } catch (IOException failure) {
      Optional<NamedAdapter> before = adapters.find(adapter.id());
      if (before.isPresent()) {
        model.attach(adapter.name(), before.get().card().path());
      } else {
        model.detach(adapter.name());
      }
      throw notStored(adapter.id(), "not attached", failure);
    }
  }

  private static ApiException notStored(String id, String state, IOException failure) {
    LOG.error("model={} is {}, as that cannot be stored: {}", id, state, failure.toString());
    return ApiException.failed(
        500,
        "not_remembered",
        "%s is %s, as that could not be stored in the folder of adapters".formatted(id, state));
  }

  /**
   * Lets nobody ask for an adapter any more. Replies under way go on with it.
   *
   * @throws ApiException if there is none of that name, or that cannot be stored; then nothing has
   *     changed
   */
  void detach(String model, String name) {
    String id = model + ":" + name;
    boolean attached = adapters.find(id).isPresent();
    if (!attached && adapters.refused().stream().noneMatch(one -> one.id().equals(id))) {
      throw noAdapter(id);
    }
    try {
      source.forget(model, name);
    } catch (IOException failure) {
      throw notStored(id, "still attached", failure);
    }
    adapters.remove(id);
    if (attached) {
      models.inMemory(model).ifPresent(loaded -> detach(loaded, name, id));
    }
  }

  private void detach(TextModel loaded, String name, String id) {
    try {
      loaded.detach(name);
    } catch (UnknownAdapterException another) { // somebody has detached it at the same time
      throw noAdapter(id);
    }
  }

  private ApiException noAdapter(String id) {
    String model = id.substring(0, id.lastIndexOf(':'));
    return ModelRefusals.noAdapter(id, adapters.of(model).stream().map(NamedAdapter::id).toList());
  }
}
