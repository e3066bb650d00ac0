package dev.chatwright.cli;

import dev.chatwright.checkpoint.ModelPuller;
import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.checkpoint.PullListener;
import dev.chatwright.checkpoint.StoredModel;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Fetches a model into the store. */
@Command(
    name = "pull",
    description = "Fetch a model into the store, or import a local file or folder.",
    mixinStandardHelpOptions = true)
final class ModelPullCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME|URL|FILE",
      defaultValue = ModelOption.DEFAULT_MODEL,
      description =
          "A known name (smollm2-135m-instruct, all-minilm-l6-v2), an address, or a local path (default: ${DEFAULT-VALUE}).")
  private String source = ModelOption.DEFAULT_MODEL;

  @Override
  public Integer call() throws IOException, InterruptedException {
    StoredModel model = pull(home.store(), source);
    if (json.wanted()) {
      JsonOutput.print(ModelReport.of(model));
    } else {
      System.out.println("%s  %s".formatted(model.id(), model.path()));
    }
    return 0;
  }

  static StoredModel pull(ModelStore store, String source)
      throws IOException, InterruptedException {
    return new ModelPuller(store).pull(source, new BarListener());
  }

  /** Draws one bar for each source tried. */
  private static final class BarListener implements PullListener {
    private ProgressBar bar = ProgressBar.onStandardError("", "MB", 1e6);
    private String current = "";

    @Override
    public void progress(String source, long doneBytes, long totalBytes) {
      if (!source.equals(current)) {
        current = source;
        bar = ProgressBar.onStandardError("fetching from " + source, "MB", 1e6);
      }
      bar.show(doneBytes, totalBytes);
    }

    @Override
    public void message(String text) {
      System.err.println(Terminal.printable(text));
    }
  }
}
