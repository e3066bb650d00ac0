package dev.chatwright.cli.load.serving;

import dev.chatwright.cli.load.Crew;
import dev.chatwright.cli.load.SentEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Somebody who asks again and again: reads some replies to their ends, leaves others on the way,
 * and now and then asks what the server was asked when nobody else was there, whose reply must be
 * the same now.
 *
 * <p>Confined to one thread.
 */
final class StressChatter implements Crew.Work {
  private static final int MOST_TOKENS = 64;
  private static final int LONGEST_PROMPT = 120;
  private static final Duration AFTER_REFUSAL = Duration.ofMillis(200);

  private final ServingClient client;
  private final ChatPromptWriter prompts;
  private final Map<ChatOrder, String> known;
  private final List<Integer> banned;
  private final StressTally tally;
  private final Random random;
  private final long last;
  private int replies;

  /**
   * Creates somebody.
   *
   * @param known what was asked beforehand, and the replies
   * @param last when to stop asking, by {@link System#nanoTime}
   */
  StressChatter(
      ServingClient client,
      ChatPromptWriter prompts,
      Map<ChatOrder, String> known,
      List<Integer> banned,
      StressTally tally,
      StressOptions options,
      long last,
      int number) {
    this.client = client;
    this.prompts = prompts;
    this.known = known;
    this.banned = banned;
    this.tally = tally;
    this.random = new Random(options.seed() * 31 + number);
    this.last = last;
    this.replies = options.replies();
  }

  @Override
  public void run() throws InterruptedException {
    while (replies-- > 0 && System.nanoTime() < last) {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> read(order(), random.nextInt(MOST_TOKENS));
        case 3, 4 -> askAgain();
        default -> read(order(), Integer.MAX_VALUE);
      }
    }
  }

  private ChatOrder order() {
    return new ChatOrder(
        prompts.write(2 + random.nextInt(LONGEST_PROMPT)), 1 + random.nextInt(MOST_TOKENS), banned);
  }

  private void askAgain() throws InterruptedException {
    List<ChatOrder> orders = List.copyOf(known.keySet());
    ChatOrder order = orders.get(random.nextInt(orders.size()));
    Optional<String> text = read(order, Integer.MAX_VALUE);
    if (text.isPresent() && !text.get().equals(known.get(order))) {
      tally.lost(
          "another reply than before to the same prompt of %d tokens: \"%s\", expected \"%s\""
              .formatted(order.prompt().size(), text.get(), known.get(order)));
    }
  }

  /** Reads a reply, or leaves it after so many events; empty where it was not read to its end. */
  private Optional<String> read(ChatOrder order, int events) throws InterruptedException {
    try (BufferedReader lines = client.open(order)) {
      StringBuilder text = new StringBuilder();
      int tokens = 0;
      Optional<SentEvent> event = SentEvent.read(lines);
      for (int i = 0; event.isPresent() && !event.get().isEnd(); i++) {
        if (i == events) {
          tally.cancelled.increment();
          return Optional.empty();
        }
        text.append(ServingClient.textOf(event.get().json()));
        tokens = event.get().json().path("usage").path("completion_tokens").asInt(tokens);
        event = SentEvent.read(lines);
      }
      return whole(order, text, tokens, event.isPresent());
    } catch (ServerRefusedException refusal) {
      refused(refusal);
    } catch (IOException failure) {
      tally.lost("a reply broke off: " + failure.getMessage());
    }
    return Optional.empty();
  }

  private Optional<String> whole(ChatOrder order, StringBuilder text, int tokens, boolean ended) {
    if (!ended || tokens != order.replyTokens()) {
      tally.lost(
          "a reply of %d tokens, expected %d%s"
              .formatted(tokens, order.replyTokens(), ended ? "" : ", without an end"));
      return Optional.empty();
    }
    tally.replies.increment();
    return Optional.of(text.toString());
  }

  private void refused(ServerRefusedException refusal) throws InterruptedException {
    if (refusal.isForLackOfRoom()) {
      tally.refused.increment();
      Thread.sleep(AFTER_REFUSAL);
    } else {
      tally.lost(refusal.getMessage());
    }
  }
}
