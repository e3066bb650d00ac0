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
import picocli.CommandLine.Parameters;

/** Writes a model's weights in another element type. */
@Command(
    name = "quantize",
    description = "Write a model as a GGUF file with its weights in another element type.",
    mixinStandardHelpOptions = true)
final class ModelQuantizeCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private JsonOutput json = new JsonOutput();
  @Mixin private ImportanceOption importance = new ImportanceOption();

  @Parameters(
      paramLabel = "M",
      description = "Id of a stored model, or the path of a model file or folder.")
  private String name = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "TYPE",
      converter = WritableType.class,
      description = "F32, F16, BF16, Q8_0, Q4_0, Q4_1 or Q4_K.")
  private ElementType type = ElementType.F32;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The new file.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    ModelStore store = home.store();
    StoredModel model = ModelOption.require(store, name);
    if (Files.isDirectory(model.path())) {
      throw new CommandFailure(
          model.path() + " is a folder, and only a file can be quantized",
          "write it as one with 'chatwright model export --format gguf --type %s'".formatted(type));
    }
    WrittenModel.requireAbsent(out);
    ModelExport.toGguf(model.path(), type, importance.of(model, type), out);
    WrittenModel.report(out, type, json);
    return 0;
  }
}
