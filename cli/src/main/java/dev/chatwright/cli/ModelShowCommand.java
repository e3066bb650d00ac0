package dev.chatwright.cli;

import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.checkpoint.StoredModel;
import dev.chatwright.inference.ModelCard;
import dev.chatwright.inference.adapter.AdapterCard;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells what a model is. */
@Command(
    name = "show",
    description = "Tell what a model or an adapter is: architecture, size, quantisation, source.",
    mixinStandardHelpOptions = true)
final class ModelShowCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Parameters(
      paramLabel = "M",
      description = "Id of a stored model, or the path of a model or an adapter.")
  private String name = "";

  @Override
  public Integer call() throws IOException {
    ModelStore store = home.store();
    StoredModel model = ModelOption.require(store, name);
    Map<String, Object> report = ModelReport.of(model);
    report.putAll(
        AdapterCard.isAdapter(model.path())
            ? adapter(AdapterCard.of(model.path()))
            : card(ModelFacts.of(model).card()));
    if (json.wanted()) {
      JsonOutput.print(report);
    } else {
      report.forEach(
          (field, value) ->
              System.out.println(Terminal.printableLine("%-15s %s".formatted(field, value))));
    }
    return 0;
  }

  private static Map<String, Object> adapter(AdapterCard card) {
    return JsonOutput.object(
        "adapter", card.format(),
        "base", card.base(),
        "rank", card.rank(),
        "alpha", card.alpha(),
        "magnitudes", card.magnitudes(),
        "changes", card.changes(),
        "parameters", card.parameters(),
        "sha256", card.sha256());
  }

  private static Map<String, Object> card(ModelCard card) {
    return JsonOutput.object(
        "architecture", card.architecture(),
        "parameters", card.parameters(),
        "quantization", card.quantization(),
        "contextLength", card.contextLength(),
        "vocabularySize", card.vocabularySize(),
        "weightBytes", card.weightBytes());
  }
}
