package dev.chatwright.training;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.checkpoint.GgufMetadata;
import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.training.optimizer.Optimizer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything a run needs to go on as if it had never stopped: what it trains, what the optimiser
 * remembers, and how far step and data are.
 *
 * <p>It is a GGUF file of its own kind, written beside its place, forced to the disk and renamed:
 * after a crash there is the new one or the one before. A checksum of all it holds lies in it. One
 * of an earlier version, which lacks that, is taken up unchecked; the next one written has it.
 *
 * @param trainer whose position is kept
 * @param optimizer whose memory is kept
 * @param source whose position is kept
 * @param trained what is kept of the model, by name
 * @param identity what tells this run from another: a hash of its recipe and data
 */
public record RunCheckpoint(
    Trainer trainer,
    Optimizer optimizer,
    Resumable source,
    Map<String, Tensor> trained,
    String identity) {
  private static final String KIND = "chatwright-run";
  private static final String STEP = "run.step";
  private static final String UPDATES = "run.updates";
  private static final String POSITION = "run.position";
  private static final String IDENTITY = "run.identity";
  private static final String CHECKSUM = "run.crc32c";

  /** Every text that is kept but the checksum. */
  private static final List<String> TEXTS = List.of(STEP, UPDATES, POSITION, IDENTITY);

  private static final String WAY_OUT =
      "put a whole copy of it back, or begin again in another folder";
  private static final String OPTIMIZER = "optimizer.";

  /** Copies the map. */
  public RunCheckpoint {
    trained = Map.copyOf(trained);
  }

  /**
   * Writes a file, replacing one that is there.
   *
   * @throws IOException if it cannot be written; then the one before is still there
   */
  public void write(Path file) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    texts.put(STEP, Long.toString(trainer.nextStep()));
    texts.put(UPDATES, Long.toString(optimizer.updates()));
    texts.put(POSITION, Long.toString(source.position()));
    texts.put(IDENTITY, identity);
    SortedMap<String, Tensor> tensors = kept();
    GgufWriter writer = new GgufWriter().string("general.architecture", KIND);
    texts.forEach(writer::string);
    writer.string(CHECKSUM, CheckpointChecksum.of(texts, tensors));
    tensors.forEach(writer::tensor);
    writer.write(file);
  }

  /** Returns all tensors in one order, so that the same run gives the same file. */
  private SortedMap<String, Tensor> kept() {
    SortedMap<String, Tensor> kept = new TreeMap<>(trained);
    optimizer.memory().forEach((name, tensor) -> kept.put(OPTIMIZER + name, tensor));
    return kept;
  }

  /**
   * Takes up what a file holds.
   *
   * @throws IOException if the file cannot be read, is damaged, or belongs to a run of another kind
   *     or size
   */
  public void read(Path path) throws IOException {
    try (GgufFile file = GgufFile.open(path)) {
      if (!file.metadata().architecture().equals(KIND)) {
        throw new CheckpointException(path + " is a model and not the checkpoint of a run");
      }
      requireUndamaged(file);
      String other = file.metadata().string(IDENTITY).orElse("");
      if (!other.equals(identity)) {
        String why = Precision.difference(identity, other).orElse("is of another recipe or data");
        throw new CheckpointException(
            "%s %s; choose another folder, or delete it".formatted(path, why));
      }
      long step = number(file.metadata(), STEP);
      long updates = number(file.metadata(), UPDATES);
      long position = number(file.metadata(), POSITION);
      for (Map.Entry<String, Tensor> entry : kept().entrySet()) {
        copy(file, entry.getKey(), entry.getValue());
      }
      trainer.resume(step);
      optimizer.resume(updates);
      source.resume(position);
    }
  }

  private static void requireUndamaged(GgufFile file) throws CheckpointException {
    Optional<String> written = file.metadata().string(CHECKSUM);
    if (written.isEmpty()) {
      return;
    }
    SortedMap<String, String> texts = new TreeMap<>();
    for (String key : TEXTS) {
      texts.put(key, file.metadata().string(key).orElse(""));
    }
    String found = CheckpointChecksum.of(texts, new TreeMap<>(file.tensors()));
    if (!found.equals(written.get())) {
      throw damaged(file, "its checksum should be %s and is %s".formatted(written.get(), found));
    }
  }

  private static CheckpointException damaged(GgufFile file, String how) {
    return new CheckpointException("%s is damaged: %s; %s".formatted(file.path(), how, WAY_OUT));
  }

  private static long number(GgufMetadata metadata, String key) throws CheckpointException {
    String text =
        metadata
            .string(key)
            .orElseThrow(() -> new CheckpointException("the checkpoint has no " + key));
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told of below
    }
    throw new CheckpointException(
        "%s must be a number of 0 or more, found \"%s\"".formatted(key, text));
  }

  private static void copy(GgufFile file, String name, Tensor to) throws CheckpointException {
    Tensor from =
        file.tensor(name)
            .orElseThrow(() -> new CheckpointException("the checkpoint has no " + name));
    if (from.type() != to.type() || from.shape().elements() != to.shape().elements()) {
      throw new CheckpointException(
          "the checkpoint is of another model: %s is %s, expected %s".formatted(name, from, to));
    }
    requireNumbers(file, name, from);
    to.data().copyFrom(from.data());
  }

  /**
   * Refuses what cannot have been saved: a run saves no weight that is not finite. What an
   * optimiser remembers is its own business; that of eight bits keeps codes in what looks like
   * floats.
   */
  private static void requireNumbers(GgufFile file, String name, Tensor tensor)
      throws CheckpointException {
    if (tensor.type() != ElementType.F32 || name.startsWith(OPTIMIZER)) {
      return;
    }
    MemorySegment data = tensor.data();
    for (long at = 0; at < data.byteSize(); at += Float.BYTES) {
      float value = data.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
      if (!Float.isFinite(value)) {
        throw damaged(file, "\"%s\" holds %s".formatted(name, value));
      }
    }
  }
}
