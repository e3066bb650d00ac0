package dev.chatwright.inference;

import dev.chatwright.inference.Network.Feed;
import dev.chatwright.model.AdapterWeights;
import dev.chatwright.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request from when its turn comes until its end.
 *
 * <p>Its tokens are the prompt and the reply so far; those that its sequence does not hold yet are
 * pending. Once none is, the last row of logits gives the next. A sequence that had to be given up
 * makes all tokens pending again and changes nothing else. Confined to the engine's thread.
 */
final class Reply {
  private final GenerationRequest request;
  private final Optional<AttachedAdapter> adapter;
  private final EventQueue events;
  private final Sampler sampler;
  private final LogProbabilities logProbabilities;
  private final TokenTexts texts;
  private final Set<Integer> endTokens;
  private final int maxTokens;
  private final TokenList tokens;
  private final List<Drafter> drafters = new ArrayList<>(); // the cheapest first
  private final FirstSpace firstSpace;
  private final ReplyText text;
  private final List<TokenLogProbability> promptLogProbabilities = new ArrayList<>();
  private final long deadline;
  private final long started = System.nanoTime();
  private @Nullable SequenceLease lease;
  private int cachedTokens;
  private int computedTokens; // of the prompt, so far as it has been computed for this reply
  private int replyTokens;
  private long promptEvaluated;
  private boolean finished;
  private Optional<String> failure = Optional.empty();

  /**
   * Begins a request.
   *
   * @param tokens those of the prompt, to which the reply's are added
   * @param adapter what changes the model for it, if anything does
   * @param endTokens those that end a reply
   * @param contextLength the most positions of the sequence
   * @param draft what guesses beside the prompt itself
   * @param deadline when it ends at the latest, by the engine's clock
   */
  Reply(
      GenerationRequest request,
      TokenList tokens,
      Optional<AttachedAdapter> adapter,
      EventQueue events,
      Sampler sampler,
      LogProbabilities logProbabilities,
      TokenTexts texts,
      Set<Integer> endTokens,
      int contextLength,
      Optional<DraftModel> draft,
      long deadline) {
    this.request = request;
    this.deadline = deadline;
    this.adapter = adapter;
    this.events = events;
    this.sampler = sampler;
    this.logProbabilities = logProbabilities;
    this.texts = texts;
    this.endTokens = endTokens;
    // The last token of a full context is still chosen, though it has no position to go to.
    this.maxTokens = Math.min(request.maxTokens(), contextLength - request.promptLength() + 1);
    this.tokens = tokens;
    drafters.add(new PromptLookup(tokens));
    draft.ifPresent(model -> drafters.add(model.writer(tokens)));
    this.firstSpace = new FirstSpace(request.newText() && texts.spellSpaceFirst());
    this.text = new ReplyText(request.stop());
  }

  GenerationRequest request() {
    return request;
  }

  boolean isCancelled() {
    return events.isCancelled();
  }

  boolean isLate(long now) {
    return now - deadline >= 0;
  }

  /**
   * Returns how many tokens are likely to follow.
   *
   * @param usual how many tokens replies have had
   */
  double remaining(double usual) {
    return Math.max(1, Math.min(maxTokens, usual) - replyTokens);
  }

  int replyTokens() {
    return replyTokens;
  }

  RequestTerms terms() {
    return request.terms();
  }

  /** Returns whose it is. */
  String person() {
    return terms().requester().person();
  }

  CacheScope scope() {
    return CacheScope.of(request, adapter);
  }

  /** Returns whether an adapter of its own changes the model for it. */
  boolean isAdapted() {
    return adapter.isPresent();
  }

  /** Returns what has gone wrong in computing it, if something has. */
  Optional<String> failure() {
    return failure;
  }

  boolean isFinished() {
    return finished;
  }

  /** Returns whether only the last token is pending, so that the next step gives another. */
  boolean isDecoding() {
    return pending() == 1 && promptEvaluated != 0;
  }

  int length() {
    return lease().length();
  }

  int pending() {
    return tokens.size() - length();
  }

  boolean hasSequence() {
    return lease != null;
  }

  private SequenceLease lease() {
    if (lease == null) {
      throw new IllegalStateException("a reply without a sequence cannot be computed");
    }
    return lease;
  }

  /** Returns all tokens, held and pending, which grow. */
  TokenList tokens() {
    return tokens;
  }

  /** Goes on with a sequence that holds the first of the tokens, or none. */
  void use(SequenceLease begun) {
    lease = begun;
    if (promptEvaluated == 0) {
      // What was computed before the memory was given up is not a gift.
      cachedTokens = Math.max(0, begun.length() - computedTokens);
      promptLogProbabilities.clear(); // those of a prompt that has to begin anew
    }
  }

  /** Takes over what other replies have computed of the same prompt since. */
  void follow() {
    if (promptEvaluated == 0 && !wantsPromptRows()) {
      cachedTokens += lease().follow();
    }
  }

  /** Returns whether it is better to wait until another has computed what both need. */
  boolean comesAfter(Reply other) {
    return !wantsPromptRows()
        && other.hasSequence()
        && !other.isDecoding()
        && lease().comesAfter(other.lease());
  }

  /** Returns how many blocks more it would take to compute this many tokens. */
  int blocksFor(int count) {
    return lease().sequence().blocksFor(count);
  }

  /** Returns how many blocks are given back if it is paused. */
  int ownBlocks() {
    return lease().ownBlocks();
  }

  /** Notes that tokens of the prompt have been computed. */
  void countComputed(int count) {
    computedTokens += count;
  }

  /** Lets others have what has been computed. */
  void publish() {
    lease().publish();
  }

  /** Leaves what has been computed to the cache, and can go on later. */
  void releaseSequence() {
    if (lease != null) {
      lease.close();
      lease = null;
    }
  }

  /** Ends with an error of its own, and leaves nothing to the cache. */
  void fail(String reason) {
    failure = Optional.of(reason);
    finish(FinishReason.ERROR, failure);
    discardSequence();
  }

  /** Gives up what has been computed, which a failure may have left half written. */
  void discardSequence() {
    if (lease != null) {
      lease.discard();
      lease = null;
    }
  }

  /** Returns the next pending tokens, as many as there is room for. */
  Feed feed(int maxRows) {
    int from = length();
    int to = Math.min(tokens.size(), from + maxRows);
    return feed(tokens.slice(from, to));
  }

  private Feed feed(int[] some) {
    return new Feed(lease().sequence(), some, adapter());
  }

  /** Returns what changes the model for it; none for the model as it was loaded. */
  AdapterWeights adapter() {
    return adapter.map(AttachedAdapter::weights).orElse(AdapterWeights.NONE);
  }

  /** Returns the last token and as many of those that may follow it as are worth it. */
  Feed feedWithGuess(DraftLength draft) {
    int[] guess = guess(draft, maxTokens - replyTokens - 1); // which the context has room for
    int[] fed = new int[1 + guess.length];
    fed[0] = tokens.get(tokens.size() - 1);
    System.arraycopy(guess, 0, fed, 1, guess.length);
    return feed(fed);
  }

  private int[] guess(DraftLength draft, int most) {
    if (!draft.isOn()) {
      return new int[0];
    }
    return drafters.stream()
        .map(drafter -> drafter.guess(worth(drafter, draft, most)))
        .filter(guess -> guess.length > 0)
        .findFirst()
        .orElse(new int[0]);
  }

  private static int worth(Drafter drafter, DraftLength draft, int most) {
    return draft.best(drafter.rate(), drafter.nanosPerToken(), drafter.available(most));
  }

  /**
   * Takes the rows of the last token and of guessed ones, as far as they were right.
   *
   * @param fed what {@link #feedWithGuess} returned
   */
  void acceptGuessed(int[] fed, Tensor logits) {
    try {
      for (int row = 0; row < fed.length && !finished; row++) {
        int chosen = sampler.choose(logits, row);
        accept(chosen, logits, row);
        noteCame(row, chosen);
        if (row + 1 < fed.length && fed[row + 1] != chosen) {
          break;
        }
      }
      lease().truncate(tokens.size() - 1);
    } catch (ArithmeticException noNumbers) {
      fail(String.valueOf(noNumbers.getMessage()));
    }
  }

  private void noteCame(int index, int token) {
    drafters.forEach(drafter -> drafter.note(index, token));
  }

  /** Returns whether the logits of every row of the prompt are wanted, not only of the last. */
  boolean wantsPromptRows() {
    return request.logProbabilities().prompt() && promptEvaluated == 0;
  }

  /**
   * Takes a row of the prompt.
   *
   * @param position of the token whose row it is
   */
  void acceptPromptRow(Tensor logits, int row, int position) {
    if (position + 1 < request.promptLength()) {
      promptLogProbabilities.add(
          logProbabilities.of(
              logits, row, tokens.get(position + 1), request.logProbabilities().top()));
    }
  }

  /** Tells the reader that the prompt is in, once it is; ends if no token is wanted. */
  void notePromptIfComplete() {
    if (pending() > 0 || promptEvaluated != 0) {
      return;
    }
    notePromptEvaluated();
    if (maxTokens == 0) {
      finish(FinishReason.LENGTH, Optional.empty());
    }
  }

  /** Returns whether the next token is to be chosen, as none is pending. */
  boolean wantsToken() {
    return pending() == 0 && !finished;
  }

  /** Returns the next token, which {@link #accept} takes; may run on any thread. */
  int choose(Tensor logits, int row, LogitsBuffer room) {
    return sampler.choose(logits, row, room);
  }

  /** Takes the token that was chosen from a row. */
  void accept(int token, Tensor logits, int row) {
    tokens.add(token);
    replyTokens++;
    boolean end = endTokens.contains(token);
    deliver(new GeneratedToken(token, texts.byteList(token), end, of(logits, row, token)), end);
  }

  private Optional<TokenLogProbability> of(Tensor logits, int row, int token) {
    LogProbabilityOptions options = request.logProbabilities();
    return options.reply()
        ? Optional.of(logProbabilities.of(logits, row, token, options.top()))
        : Optional.empty();
  }

  private void notePromptEvaluated() {
    promptEvaluated = System.nanoTime();
    Duration elapsed = Duration.ofNanos(promptEvaluated - started);
    events.put(
        new PromptEvaluated(request.promptLength(), cachedTokens, elapsed, promptLogProbabilities));
  }

  private void deliver(GeneratedToken token, boolean end) {
    if (end) {
      TextGenerated rest = text.finish();
      List<GeneratedToken> last = new ArrayList<>(rest.tokens());
      if (text.matchedStop().isEmpty()) {
        last.add(token);
      }
      events.put(new TextGenerated(rest.text(), last));
      finish(FinishReason.STOP, Optional.empty());
      return;
    }
    put(text.append(token, firstSpace.without(texts.bytes(token.token()))));
    if (text.matchedStop().isPresent()) {
      finish(FinishReason.STOP, Optional.empty());
    } else if (replyTokens >= maxTokens) {
      put(text.finish());
      finish(
          text.matchedStop().isPresent() ? FinishReason.STOP : FinishReason.LENGTH,
          Optional.empty());
    }
  }

  private void put(TextGenerated event) {
    if (!event.text().isEmpty() || !event.tokens().isEmpty()) {
      events.put(event);
    }
  }

  /** Ends with what has been delivered. */
  void finish(FinishReason reason, Optional<String> error) {
    finished = true;
    long now = System.nanoTime();
    long prefillEnd = promptEvaluated == 0 ? now : promptEvaluated;
    Usage usage =
        new Usage(
            request.promptLength(),
            cachedTokens,
            replyTokens,
            Duration.ofNanos(prefillEnd - started),
            Duration.ofNanos(now - prefillEnd));
    events.put(new Finished(reason, text.matchedStop(), usage, error));
  }
}
