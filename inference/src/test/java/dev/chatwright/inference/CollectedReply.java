package dev.chatwright.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All events of a stream, read to its end. */
record CollectedReply(List<GenerationEvent> events) {

  static CollectedReply of(GenerationStream stream) throws InterruptedException {
    List<GenerationEvent> events = new ArrayList<>();
    Optional<GenerationEvent> event = stream.next();
    while (event.isPresent()) {
      events.add(event.get());
      event = stream.next();
    }
    return new CollectedReply(events);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    texts().forEach(event -> text.append(event.text()));
    return text.toString();
  }

  List<GeneratedToken> tokens() {
    return texts().stream().flatMap(event -> event.tokens().stream()).toList();
  }

  int[] ids() {
    return tokens().stream().mapToInt(GeneratedToken::token).toArray();
  }

  private List<TextGenerated> texts() {
    return events.stream()
        .filter(TextGenerated.class::isInstance)
        .map(TextGenerated.class::cast)
        .toList();
  }

  PromptEvaluated prompt() {
    return (PromptEvaluated) events.getFirst();
  }

  Finished finished() {
    return (Finished) events.getLast();
  }
}
