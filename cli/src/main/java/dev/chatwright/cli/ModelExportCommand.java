package dev.chatwright.cli;

import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.checkpoint.StoredModel;
import dev.chatwright.inference.ModelExport;
import dev.chatwright.tensor.ElementType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a model in the layout of other programs. */
@Command(
    name = "export",
    description =
        "Write a model, or an adapter of it, for Hugging Face's programs or as a GGUF file.",
    mixinStandardHelpOptions = true)
final class ModelExportCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private JsonOutput json = new JsonOutput();
  @Mixin private ImportanceOption importance = new ImportanceOption();

  /** The layouts. */
  private enum Format {
    SAFETENSORS,
    GGUF
  }

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "M",
      description = "Id of a stored model, or the path of a model file or folder.")
  private String model = "";

  @Option(
      names = "--adapter",
      paramLabel = "PATH",
      description = "Write this adapter of the model instead of the model.")
  private @Nullable Path adapter;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "PATH",
      description = "The new folder, or file for GGUF.")
  private Path out = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "safetensors",
      description = "safetensors (a folder) or gguf (default: ${DEFAULT-VALUE}).")
  private Format format = Format.SAFETENSORS;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      converter = WritableType.class,
      defaultValue = "F16",
      description =
          "F32, F16, BF16, or for GGUF also Q8_0, Q4_0, Q4_1 or Q4_K (default: ${DEFAULT-VALUE}).")
  private ElementType type = ElementType.F16;

  @Override
  public Integer call() throws IOException {
    ModelStore store = home.store();
    StoredModel stored = ModelOption.require(store, model);
    WrittenModel.requireAbsent(out);
    if (adapter != null) {
      ModelExport.adapter(stored.path(), adapter, format == Format.GGUF, out);
      WrittenModel.report(out, ElementType.F32, json);
      return 0;
    }
    switch (format) {
      case SAFETENSORS -> ModelExport.toFolder(stored.path(), type, out);
      case GGUF -> ModelExport.toGguf(stored.path(), type, importance.of(stored, type), out);
    }
    WrittenModel.report(out, type, json);
    return 0;
  }
}
