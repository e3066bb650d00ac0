package dev.chatwright.server;

import dev.chatwright.inference.AttachedAdapter;
import dev.chatwright.inference.CacheStatus;
import dev.chatwright.inference.CacheType;
import dev.chatwright.inference.EngineBusyException;
import dev.chatwright.inference.EngineStatus;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.inference.ModelCard;
import dev.chatwright.inference.SamplingOptions;
import dev.chatwright.inference.adapter.AdapterCard;
import dev.chatwright.model.AdapterWeights;
import dev.chatwright.server.model.TextModel;
import dev.chatwright.testing.ByteTokenizer;
import dev.chatwright.tokenizer.TokenizedPrompt;
import dev.chatwright.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A language model that follows a script: what it does is decided by words in the prompt, so that
 * tests can provoke what a real model does too rarely.
 */
final class ScriptedModel implements TextModel {
  static final String ID = "scripted";
  static final int CONTEXT = 512;

  /** No model has read a prompt before the person's question is answered. */
  static final Duration READING = Duration.ofMillis(20);

  /** What it says unless told otherwise; two of the letters take several bytes. */
  static final String REPLY = "Grüße 🙂";

  final List<GenerationRequest> requests = new CopyOnWriteArrayList<>();
  final List<List<Turn>> conversations = new CopyOnWriteArrayList<>();
  final CopyOnWriteArrayList<String> attached = new CopyOnWriteArrayList<>();
  final CountDownLatch cancelled = new CountDownLatch(1);
  final CountDownLatch closing = new CountDownLatch(1);
  final CountDownLatch closed = new CountDownLatch(1);

  /** What closing takes, which writes for seconds where blocks go to the disk. */
  volatile CountDownLatch mayBeClosed = new CountDownLatch(0);

  volatile boolean closeFails;

  private final List<CountingStream> counting = new CopyOnWriteArrayList<>();
  private final ByteTokenizer tokenizer = new ByteTokenizer();
  private final String id;

  volatile Optional<String> failure = Optional.empty();
  volatile SamplingOptions sampling = SamplingOptions.DEFAULT;

  ScriptedModel() {
    this(ID);
  }

  ScriptedModel(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public ModelCard card() {
    return new ModelCard(
        id, "script", 1, "F32", CONTEXT, 257, 100, Path.of("script"), Optional.empty());
  }

  @Override
  public long memoryBytes() {
    return 100;
  }

  @Override
  public SamplingOptions sampling() {
    return sampling;
  }

  @Override
  public String hash() {
    return "5c".repeat(32);
  }

  @Override
  public Optional<String> failure() {
    return failure;
  }

  @Override
  public EngineStatus status() {
    return new EngineStatus(
        "scripted",
        "scripted",
        true,
        List.of("no vectors here"),
        1,
        0,
        0,
        1,
        CacheType.F16,
        CacheStatus.NONE,
        Optional.empty());
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
    conversations.add(conversation);
    StringBuilder text = new StringBuilder();
    conversation.forEach(turn -> text.append(turn.role()).append(": ").append(turn.text()));
    if (text.indexOf("no template") >= 0) {
      throw new PromptRefusedException("line 1: the template wants no such thing");
    }
    return new TokenizedPrompt(tokenizer.encode(text.toString()), List.of());
  }

  @Override
  public TokenizedPrompt rawPrompt(String text) {
    int[] tokens = tokenizer.encode(text);
    int[] framed = new int[tokens.length + 1];
    framed[0] = ByteTokenizer.MARK;
    System.arraycopy(tokens, 0, framed, 1, tokens.length);
    return new TokenizedPrompt(framed, List.of());
  }

  @Override
  public GenerationStream generate(GenerationRequest request) {
    requests.add(request);
    String prompt = tokenizer.decode(request.prompt());
    if (prompt.contains("queue is full")) {
      throw new EngineBusyException(64, Duration.ofSeconds(7));
    }
    Optional<CountingStream> count = CountingStream.of(request, prompt);
    if (count.isPresent()) {
      counting.add(count.get());
      return count.get();
    }
    return new ScriptedStream(request, prompt, cancelled);
  }

  @Override
  public AttachedAdapter attach(String name, Path path) throws IOException {
    if (name.equals("foreign")) {
      throw new IOException(path + " is for another model");
    }
    attached.addIfAbsent(name);
    AdapterCard card = new AdapterCard(path, "GGUF", id, 4, 8, false, 1, 10, "ad".repeat(32));
    return new AttachedAdapter(name, card, AdapterWeights.NONE);
  }

  @Override
  public void detach(String name) {
    attached.remove(name);
  }

  @Override
  public void close() {
    counting.forEach(CountingStream::close);
    closing.countDown();
    try {
      mayBeClosed.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    closed.countDown();
    if (closeFails) {
      throw new IllegalStateException("it does not close");
    }
  }
}
