package dev.chatwright.cli;

import dev.chatwright.tokenizer.Tokenizer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the tokens of a text. */
@Command(
    name = "encode",
    description = "Print the token ids of a plain text; control tokens in it are just letters.",
    mixinStandardHelpOptions = true)
final class TokenizerEncodeCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();
  @Mixin private ModelOption model = new ModelOption();
  @Mixin private JsonOutput json = new JsonOutput();

  @Parameters(paramLabel = "TEXT", description = "The text; - reads standard input.")
  private String text = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    String wanted = TextInput.argument(text);
    print(ModelFacts.of(model.locate(home.store())).tokenizer(), wanted);
    return 0;
  }

  private void print(Tokenizer tokenizer, String wanted) {
    int[] tokens = tokenizer.encode(wanted);
    if (json.wanted()) {
      JsonOutput.print(JsonOutput.object("tokens", tokens, "count", tokens.length));
    } else {
      for (int token : tokens) {
        String piece = tokenizer.decode(new int[] {token});
        System.out.println(
            "%7d  %s".formatted(token, Terminal.printable(piece).replace("\n", "\\n")));
      }
    }
  }
}
