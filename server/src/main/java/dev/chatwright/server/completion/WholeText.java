package dev.chatwright.server.completion;

import dev.chatwright.server.model.TextModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Text replies in one piece. Confined to one thread. */
final class WholeText extends TextReplies {
  private final Heading heading;
  private final List<TextChoice> whole = new ArrayList<>();
  private final List<TextChoice> pieces = new ArrayList<>();

  WholeText(TextRequest request, List<int[]> prompts, TextModel model) {
    super(request, prompts, model);
    this.heading = Heading.text(request.options());
  }

  @Override
  void take(TextChoice piece) {
    pieces.add(piece);
    if (piece.finishReason().isPresent()) {
      whole.add(joined());
      pieces.clear();
    }
  }

  private TextChoice joined() {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text()));
    TextChoice last = pieces.getLast();
    return new TextChoice(
        text.toString(),
        last.index(),
        last.logprobs().isPresent() ? Optional.of(joinedTokens()) : Optional.empty(),
        last.finishReason());
  }

  private TextLogProbabilities joinedTokens() {
    List<String> tokens = new ArrayList<>();
    List<Optional<Float>> logProbabilities = new ArrayList<>();
    List<Optional<Map<String, Float>>> top = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    for (TextChoice piece : pieces) {
      TextLogProbabilities part = piece.logprobs().orElseThrow();
      tokens.addAll(part.tokens());
      logProbabilities.addAll(part.tokenLogprobs());
      top.addAll(part.topLogprobs());
      offsets.addAll(part.textOffset());
    }
    return new TextLogProbabilities(tokens, logProbabilities, top, offsets);
  }

  @Override
  public void waiting() {}

  @Override
  public void ended() {}

  Answer<TextChoice> answer() {
    return heading.counted(List.copyOf(whole), ends());
  }
}
