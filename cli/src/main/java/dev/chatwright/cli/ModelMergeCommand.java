package dev.chatwright.cli;

import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.checkpoint.StoredModel;
import dev.chatwright.inference.ModelExport;
import dev.chatwright.tensor.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds an adapter to a model's weights for good. */
@Command(
    name = "merge",
    description = "Write a model with an adapter's changes added to its weights.",
    mixinStandardHelpOptions = true)
final class ModelMergeCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "M",
      description = "Id of a stored model, or the path of a model file or folder.")
  private String model = "";

  @Option(
      names = "--adapter",
      required = true,
      paramLabel = "PATH",
      description = "LoRA adapter for that model: a .gguf file or a folder of PEFT's.")
  private Path adapter = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PATH",
      description =
          "The new file, or folder if the model is one; a name that ends in .gguf is always a file.")
  private Path out = Path.of("");

  @Option(
      names = "--to",
      paramLabel = "TYPE",
      converter = WritableType.class,
      defaultValue = "F16",
      description =
          "F32, F16, BF16, or for a file also Q8_0, Q4_0, Q4_1 or Q4_K (default: ${DEFAULT-VALUE}).")
  private ElementType type = ElementType.F16;

  @Override
  public Integer call() throws IOException {
    ModelStore store = home.store();
    StoredModel base = ModelOption.require(store, model);
    WrittenModel.requireAbsent(out);
    if (Files.isDirectory(base.path()) && out.toString().endsWith(".gguf")) {
      ModelExport.mergeToGguf(base.path(), adapter, type, out);
    } else {
      ModelExport.merge(base.path(), adapter, type, out);
    }
    WrittenModel.report(out, type, json);
    return 0;
  }
}
