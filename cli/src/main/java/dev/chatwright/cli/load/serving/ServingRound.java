package dev.chatwright.cli.load.serving;

import dev.chatwright.cli.load.Crew;
import dev.chatwright.cli.load.peer.Spread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * One server, started, warmed up, measured, and ended.
 *
 * <p>Confined to one thread.
 */
final class ServingRound implements AutoCloseable {
  private static final int TOKENS_OF_A_PROBE = 4;

  private final ServingOptions options;
  private final ChatPromptWriter prompts;
  private final List<Integer> banned;
  private final LocalServer server;
  private final ServingClient client;
  private final Crew crew = new Crew();

  private ServingRound(
      ServingOptions options, ChatPromptWriter prompts, List<Integer> banned, LocalServer server) {
    this.options = options;
    this.prompts = prompts;
    this.banned = banned;
    this.server = server;
    this.client = server.client();
  }

  /**
   * Measures a server.
   *
   * @param prompts gives prompts that the server has not seen
   * @param banned tokens that no reply may have
   * @param folder where its log goes
   * @throws IOException if the server fails
   * @throws InterruptedException if the thread is interrupted
   */
  static ServingFigures run(
      ServerCommand command,
      ServingOptions options,
      ChatPromptWriter prompts,
      List<Integer> banned,
      Path folder)
      throws IOException, InterruptedException {
    try (LocalServer server = LocalServer.start(command, folder);
        ServingRound round = new ServingRound(options, prompts, banned, server)) {
      return round.measure();
    } catch (IOException failure) {
      throw new IOException(command.name() + ": " + failure.getMessage(), failure);
    }
  }

  private ServingFigures measure() throws IOException, InterruptedException {
    for (int i = 0; i < options.warmUps(); i++) {
      chatAll(shared());
    }
    List<Integer> shared = shared();
    double cold = 0;
    double warm = 0;
    if (!shared.isEmpty()) {
      cold = probe(shared);
      List<Double> waits = new ArrayList<>();
      for (int i = 0; i < options.chats(); i++) {
        waits.add(probe(shared));
      }
      warm = Spread.of(waits).median();
    }
    List<ChatTimes> chats = chatAll(shared);
    return ServingFigures.of(chats, cold, warm, server.memory());
  }

  /** Returns a beginning that no earlier chat had, or nothing. */
  private List<Integer> shared() {
    return options.sharedTokens() == 0 ? List.of() : prompts.write(options.sharedTokens());
  }

  private double probe(List<Integer> shared) throws IOException, InterruptedException {
    return client.chat(new ChatOrder(next(shared), TOKENS_OF_A_PROBE, banned)).millisToFirstToken();
  }

  private List<Integer> next(List<Integer> shared) {
    List<Integer> prompt = new ArrayList<>(shared);
    prompt.addAll(prompts.write(options.promptTokens()));
    return prompt;
  }

  private List<ChatTimes> chatAll(List<Integer> shared) throws IOException, InterruptedException {
    Queue<ChatTimes> times = new ConcurrentLinkedQueue<>();
    List<Crew.Work> chats =
        IntStream.range(0, options.chats())
            .mapToObj(_ -> new ChatOrder(next(shared), options.replyTokens(), banned))
            .<Crew.Work>map(order -> () -> times.add(client.chat(order)))
            .toList();
    try {
      Crew.await(crew.begin(chats), "a chat");
    } catch (IOException failure) {
      server.requireAlive();
      throw failure;
    }
    return List.copyOf(times);
  }

  @Override
  public void close() {
    crew.close();
    client.close();
  }
}
