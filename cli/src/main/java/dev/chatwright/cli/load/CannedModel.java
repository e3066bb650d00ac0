package dev.chatwright.cli.load;

import dev.chatwright.inference.CacheStatus;
import dev.chatwright.inference.CacheType;
import dev.chatwright.inference.EngineStatus;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.inference.ModelCard;
import dev.chatwright.server.model.TextModel;
import dev.chatwright.tokenizer.TokenizedPrompt;
import dev.chatwright.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A language model whose replies are known beforehand: the last question says how many words to
 * count and how fast.
 *
 * <p>Safe for use by several threads.
 */
final class CannedModel implements TextModel {
  static final String ID = "canned";
  private static final int CONTEXT = 1 << 20;

  private final ByteTokens tokenizer = new ByteTokens();
  private final Queue<CannedStream> streams = new ConcurrentLinkedQueue<>();

  @Override
  public String id() {
    return ID;
  }

  @Override
  public ModelCard card() {
    return new ModelCard(
        ID, "canned", 1, "F32", CONTEXT, ByteTokens.SIZE, 1, Path.of(ID), Optional.empty());
  }

  @Override
  public long memoryBytes() {
    return 1;
  }

  @Override
  public String hash() {
    return "";
  }

  @Override
  public EngineStatus status() {
    return new EngineStatus(
        ID, ID, true, List.of(), 1, 0, 0, 1, CacheType.F32, CacheStatus.NONE, Optional.empty());
  }

  @Override
  public int contextLength() {
    return CONTEXT;
  }

  @Override
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public TokenizedPrompt chatPrompt(List<Turn> conversation) {
    return rawPrompt(conversation.isEmpty() ? "" : lastQuestion(conversation));
  }

  private static String lastQuestion(List<Turn> conversation) {
    return conversation.reversed().stream()
        .filter(turn -> turn.role().equals("user"))
        .findFirst()
        .orElse(conversation.getLast())
        .text();
  }

  @Override
  public TokenizedPrompt rawPrompt(String text) {
    return new TokenizedPrompt(tokenizer.encode(text), List.of());
  }

  @Override
  public GenerationStream generate(GenerationRequest request) {
    CannedReply reply = CannedReply.askedBy(tokenizer.decode(request.prompt()));
    CannedStream stream = new CannedStream(request, reply);
    streams.removeIf(CannedStream::isFinished);
    streams.add(stream);
    return stream;
  }

  @Override
  public void close() {
    streams.forEach(CannedStream::close);
  }
}
