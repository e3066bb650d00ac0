package dev.chatwright.inference.adapter;

import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.Architectures;
import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.LowRank;
import dev.chatwright.model.RotaryRows;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/** Writes an adapter as llama.cpp reads it. Confined to one thread. */
final class GgufAdapterWriter {
  private final LoraAdapter adapter;
  private final ArchSpec spec;
  private final Arena arena;

  GgufAdapterWriter(LoraAdapter adapter, ArchSpec spec, Arena arena) {
    this.adapter = adapter;
    this.spec = spec;
    this.arena = arena;
  }

  void write(String base, Path file) throws IOException {
    GgufWriter writer =
        new GgufWriter()
            .string(GgufAdapter.TYPE, "adapter")
            .string("general.architecture", Architectures.ggufName(spec))
            .string(GgufAdapter.BASE, base)
            .integer("general.base_model.count", 1)
            .string(GgufAdapter.KIND, "lora")
            .floating(GgufAdapter.ALPHA, (float) AdapterScale.alpha(adapter));
    for (Map.Entry<String, LowRank> entry : new TreeMap<>(adapter.changes()).entrySet()) {
      add(entry.getKey(), entry.getValue(), writer);
    }
    writer.write(file);
  }

  private void add(String weight, LowRank change, GgufWriter writer) {
    if (change.magnitude().isPresent()) {
      throw new IllegalArgumentException(
          "GGUF adapters have no place for magnitudes (DoRA): keep them in a folder, or merge");
    }
    IntUnaryOperator rows =
        RotaryRows.sourceRows(
            spec,
            weight,
            spec.attention().rotary().interleaved(),
            Architectures.hasNeighboursInGguf(spec));
    writer.tensor(weight + GgufAdapter.DOWN, change.down());
    writer.tensor(weight + GgufAdapter.UP, AdapterFitting.reordered(change.up(), rows, arena));
  }
}
