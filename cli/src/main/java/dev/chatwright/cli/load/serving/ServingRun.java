package dev.chatwright.cli.load.serving;

import dev.chatwright.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many chats at once with one server or with several in turn, each round with a fresh process, so
 * that none has seen a prompt before or takes the processor from another.
 *
 * <p>Confined to one thread.
 */
public final class ServingRun {
  private ServingRun() {}

  /** Who is told what a round gave. */
  public interface Listener {
    /** Takes what a server gave in a round, which counts from 1. */
    void measured(int round, String server, ServingFigures figures);
  }

  /**
   * Measures servers.
   *
   * @param servers who is measured, in this order
   * @param tokenizer of the model that they all serve
   * @param folder for their logs
   * @return what each gave, round by round, by its name
   * @throws IOException if one cannot be started, refuses, breaks off or dies
   * @throws InterruptedException if the thread is interrupted
   */
  public static Map<String, List<ServingFigures>> run(
      List<ServerCommand> servers,
      ServingOptions options,
      Tokenizer tokenizer,
      Path folder,
      Listener listener)
      throws IOException, InterruptedException {
    ChatPromptWriter prompts = new ChatPromptWriter(tokenizer, options.seed());
    List<Integer> banned = ChatOrder.control(tokenizer);
    Map<String, List<ServingFigures>> all = new LinkedHashMap<>();
    for (int round = 1; round <= options.rounds(); round++) {
      for (ServerCommand server : servers) {
        ServingFigures figures = ServingRound.run(server, options, prompts, banned, folder);
        all.computeIfAbsent(server.name(), _ -> new ArrayList<>()).add(figures);
        listener.measured(round, server.name(), figures);
      }
    }
    return all;
  }
}
