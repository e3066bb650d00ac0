package dev.chatwright.server.completion;

import dev.chatwright.inference.Finished;
import dev.chatwright.inference.PromptEvaluated;
import dev.chatwright.inference.TextGenerated;
import dev.chatwright.server.completion.ChatChoice.Delta;
import dev.chatwright.server.completion.ChatChoice.Piece;
import dev.chatwright.server.http.EventStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chat replies as chunks. Confined to one thread. */
final class ChatStream implements Streams.Ending {
  private final Heading heading;
  private final boolean logProbabilities;
  private final EventStream stream;
  private final List<Finished> ends = new ArrayList<>();

  ChatStream(Heading heading, boolean logProbabilities, EventStream stream) {
    this.heading = heading;
    this.logProbabilities = logProbabilities;
    this.stream = stream;
  }

  @Override
  public void waiting() throws IOException {
    stream.stayAlive();
  }

  @Override
  public void begun(int choice, PromptEvaluated prompt) throws IOException {
    send(choice, new Delta(Optional.of("assistant"), Optional.of("")), Optional.empty());
  }

  @Override
  public void text(int choice, TextGenerated piece) throws IOException {
    Optional<ChatLogProbabilities> tokens =
        logProbabilities
            ? Optional.of(ChatLogProbabilities.of(CollectedReply.logProbabilities(piece)))
            : Optional.empty();
    boolean silent = piece.text().isEmpty() && tokens.map(t -> t.content().isEmpty()).orElse(true);
    if (!silent) {
      Delta delta = new Delta(Optional.empty(), Optional.of(piece.text()));
      send(new Piece(choice, delta, tokens, Optional.empty()));
    }
  }

  @Override
  public void finished(int choice, Finished end) throws IOException {
    ends.add(end);
    Delta nothing = new Delta(Optional.empty(), Optional.empty());
    send(choice, nothing, Optional.of(Accounts.name(end.reason())));
  }

  @Override
  public void ended() throws IOException {
    if (heading.options().includeUsage()) {
      stream.send(heading.counted(List.of(), ends));
    }
  }

  private void send(int choice, Delta delta, Optional<String> finishReason) throws IOException {
    send(new Piece(choice, delta, Optional.empty(), finishReason));
  }

  private void send(Piece piece) throws IOException {
    stream.send(heading.chunk(List.of(piece)));
  }
}
