package dev.chatwright.server.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.chatwright.inference.ModelDescription;
import dev.chatwright.server.model.ModelState.Failed;
import dev.chatwright.server.model.ModelState.Loading;
import dev.chatwright.server.model.ModelState.Ready;
import java.util.Optional;

/**
 * A model as the chat client sees it. Immutable.
 *
 * @param state {@code ready}, {@code loading}, {@code stored}, {@code failed} or {@code pulling}
 * @param builtIn whether it is part of the program
 * @param kind {@code chat} or {@code embedding}
 * @param base the model that an adapter changes, if this is a model as one of its adapters does
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ModelEntry(
    String id,
    String state,
    @JsonProperty("default") boolean answersByDefault,
    boolean builtIn,
    String kind,
    Optional<Long> sizeBytes,
    Optional<Integer> contextLength,
    Optional<String> architecture,
    Optional<Long> parameters,
    Optional<String> quantization,
    Optional<String> licence,
    Optional<AdapterEntry> adapter,
    Optional<String> base,
    Optional<Progress> progress,
    Optional<String> failure) {

  /** How much of a model is here. Immutable. */
  record Progress(long doneBytes, long totalBytes) {}

  /**
   * Describes a model.
   *
   * @param builtIn whether it is part of the program
   * @param state what is being done with it; empty for one that only lies there
   */
  static ModelEntry of(
      String id,
      boolean byDefault,
      boolean builtIn,
      Optional<ModelFacts> facts,
      Optional<ModelState> state) {
    Optional<ModelDescription> description = facts.flatMap(ModelFacts::description);
    return new ModelEntry(
        id,
        state.map(ModelEntry::name).orElse("stored"),
        byDefault,
        builtIn,
        facts.filter(f -> f.kind() == ModelKind.EMBEDDING).isPresent() ? "embedding" : "chat",
        facts.map(ModelFacts::bytes),
        description.map(ModelDescription::contextLength),
        description.map(ModelDescription::architecture),
        description.map(ModelDescription::parameters),
        description.map(ModelDescription::quantization),
        facts.map(ModelFacts::licence),
        facts.flatMap(ModelFacts::adapter).map(AdapterEntry::of),
        Optional.empty(),
        state.flatMap(ModelEntry::progress),
        state.flatMap(
            s -> s instanceof Failed(String reason) ? Optional.of(reason) : Optional.empty()));
  }

  /** Returns the same encoder as one in memory. */
  ModelEntry asReady() {
    return with("ready", adapter, base);
  }

  /** Returns the same model as changed by an adapter. */
  ModelEntry withAdapter(NamedAdapter changing) {
    return with(state, Optional.of(AdapterEntry.of(changing)), Optional.of(changing.model()));
  }

  /** Describes a model as an adapter should change it that could not be attached again. */
  static ModelEntry of(RefusedAdapter refused) {
    ModelState failed = new Failed(refused.reason());
    return of(refused.id(), false, false, Optional.empty(), Optional.of(failed))
        .with("failed", Optional.empty(), Optional.of(refused.model()));
  }

  private ModelEntry with(
      String otherState, Optional<AdapterEntry> otherAdapter, Optional<String> otherBase) {
    return new ModelEntry(
        id,
        otherState,
        answersByDefault,
        builtIn,
        kind,
        sizeBytes,
        contextLength,
        architecture,
        parameters,
        quantization,
        licence,
        otherAdapter,
        otherBase,
        progress,
        failure);
  }

  private static String name(ModelState state) {
    return switch (state) {
      case Ready _ -> "ready";
      case Failed _ -> "failed";
      case Loading loading -> loading.isFetching() ? "pulling" : "loading";
    };
  }

  private static Optional<Progress> progress(ModelState state) {
    return state instanceof Loading loading && loading.isFetching()
        ? Optional.of(new Progress(loading.doneBytes().orElse(0), loading.totalBytes().orElse(0)))
        : Optional.empty();
  }
}
