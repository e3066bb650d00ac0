package dev.chatwright.cli;

import dev.chatwright.checkpoint.BuiltInModel;
import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.checkpoint.StoredModel;
import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the stored models. */
@Command(name = "list", description = "List the stored models.", mixinStandardHelpOptions = true)
final class ModelListCommand implements Callable<Integer> {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

  @Mixin private HomeOption home = new HomeOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Override
  public Integer call() throws IOException {
    ModelStore store = home.store();
    BuiltInModel.in(store);
    List<StoredModel> models = store.list();
    if (json.wanted()) {
      JsonOutput.print(JsonOutput.object("models", models.stream().map(ModelReport::of).toList()));
      return 0;
    }
    print(models);
    if (models.size() == 1) {
      System.out.println(
          "%s is part of Chatwright. %s".formatted(BuiltInModel.ID, ModelOption.BUILT_IN));
    }
    return 0;
  }

  private static void print(List<StoredModel> models) {
    int width = models.stream().mapToInt(model -> model.id().length()).max().orElse(2);
    String row = "%-" + width + "s  %9s  %s";
    System.out.println(row.formatted("ID", "SIZE", "ADDED"));
    for (StoredModel model : models) {
      System.out.println(
          row.formatted(
              model.id(),
              String.format(Locale.ROOT, "%.1f MB", model.bytes() / 1e6),
              DAY.format(model.added())));
    }
  }
}
