package dev.chatwright.inference.adapter;

import dev.chatwright.checkpoint.PeftFolder;
import dev.chatwright.checkpoint.SafetensorsWriter;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.HuggingFaceNames;
import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.LowRank;
import dev.chatwright.model.RotaryRows;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/** Writes an adapter in PEFT's layout. Confined to one thread. */
final class PeftWriter {
  private final LoraAdapter adapter;
  private final ArchSpec spec;
  private final Arena arena;
  private final SafetensorsWriter tensors = new SafetensorsWriter();
  private final TreeSet<String> targets = new TreeSet<>();

  PeftWriter(LoraAdapter adapter, ArchSpec spec, Arena arena) {
    this.adapter = adapter;
    this.spec = spec;
    this.arena = arena;
  }

  void write(String base, Path folder) throws IOException {
    double alpha = AdapterScale.alpha(adapter);
    int rank = only("rank", map(LowRank::rank));
    boolean magnitudes = only("kind", map(change -> change.magnitude().isPresent()));
    boolean transposed = false;
    for (Map.Entry<String, LowRank> entry : new TreeMap<>(adapter.changes()).entrySet()) {
      String name = HuggingFaceNames.original(spec, entry.getKey()).orElse("");
      if (!name.endsWith(".weight")) {
        throw new IllegalArgumentException(
            "%s is no module of a %s model".formatted(entry.getKey(), spec.architecture()));
      }
      transposed |= HuggingFaceNames.isTransposed(name);
      add(entry.getKey(), name.substring(0, name.length() - ".weight".length()), entry.getValue());
    }
    PeftSettings settings = new PeftSettings(rank, alpha, false, magnitudes, base);
    PeftFolder.write(folder, settings.toJson(targets, transposed), tensors);
  }

  private void add(String weight, String module, LowRank change) {
    IntUnaryOperator rows =
        RotaryRows.sourceRows(spec, weight, spec.attention().rotary().interleaved(), false);
    String prefix = "base_model.model." + module;
    tensors.tensor(prefix + ".lora_A.weight", change.down());
    tensors.tensor(prefix + ".lora_B.weight", AdapterFitting.reordered(change.up(), rows, arena));
    change
        .magnitude()
        .ifPresent(
            magnitude -> {
              Shape column = Shape.of(magnitude.columns(), 1);
              Tensor ordered = AdapterFitting.reordered(magnitude.reshaped(column), rows, arena);
              tensors.tensor(
                  prefix + ".lora_magnitude_vector", ordered.reshaped(magnitude.shape()));
            });
    targets.add(module.substring(module.lastIndexOf('.') + 1));
  }

  private <T> Set<T> map(Function<LowRank, T> property) {
    return adapter.changes().values().stream().map(property).collect(Collectors.toSet());
  }

  private static <T> T only(String what, Set<T> found) {
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "the changes of a folder must share their %s, got %s".formatted(what, found));
    }
    return found.iterator().next();
  }
}
