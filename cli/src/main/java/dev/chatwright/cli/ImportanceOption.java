package dev.chatwright.cli;

import dev.chatwright.checkpoint.Importance;
import dev.chatwright.checkpoint.Quantizer;
import dev.chatwright.checkpoint.StoredModel;
import dev.chatwright.inference.TextImportance;
import dev.chatwright.tensor.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which columns of weights count more than others when they are quantised. */
final class ImportanceOption {
  private static final int MAX_BYTES = 64 << 20;
  private static final byte[] GGUF = {'G', 'G', 'U', 'F'};

  @Mixin private ComputeOption compute = new ComputeOption();

  @Option(
      names = "--importance",
      paramLabel = "FILE",
      description =
          "For Q4_1 and Q4_K: keep those columns nearest that count most when the model reads this"
              + " text (UTF-8), or by the importance matrix in this GGUF file.")
  private @Nullable Path source;

  @Option(
      names = "--importance-out",
      paramLabel = "FILE",
      description = "Keep what was found with a text, as a GGUF file that llama.cpp reads too.")
  private @Nullable Path out;

  /** Returns what the options ask for, which may take as long as reading the text takes. */
  Importance of(StoredModel model, ElementType type) throws IOException {
    if (source == null) {
      if (out != null) {
        throw new IllegalArgumentException("--importance-out needs a text, given by --importance");
      }
      return Importance.NONE;
    }
    if (!Quantizer.canWeigh(type)) {
      throw new IllegalArgumentException(
          "--importance is of use to Q4_1 and Q4_K only, not to " + type);
    }
    return isGguf(source) ? Importance.read(source) : measure(source, model);
  }

  private Importance measure(Path text, StoredModel model) throws IOException {
    if (out != null) {
      WrittenModel.requireAbsent(out);
    }
    var bar = ProgressBar.onStandardError("reading", "chunks", 1);
    TextImportance found =
        TextImportance.measure(
            model.path(), TextInput.file(text, MAX_BYTES), compute.options(), bar::show);
    if (out != null) {
      String name = String.valueOf(text.getFileName());
      found.importance().write(out, name, found.chunks(), found.chunkLength());
    }
    return found.importance();
  }

  private static boolean isGguf(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      return false;
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return Arrays.equals(stream.readNBytes(GGUF.length), GGUF);
    }
  }
}
