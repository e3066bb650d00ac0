package dev.chatwright.server.completion;

import dev.chatwright.server.http.EventStream;
import dev.chatwright.server.model.TextModel;
import java.io.IOException;
import java.util.List;

/** Text replies as chunks. Confined to one thread. */
final class TextStream extends TextReplies {
  private final Heading heading;
  private final EventStream stream;

  TextStream(TextRequest request, List<int[]> prompts, TextModel model, EventStream stream) {
    super(request, prompts, model);
    this.heading = Heading.text(request.options());
    this.stream = stream;
  }

  @Override
  void take(TextChoice piece) throws IOException {
    stream.send(heading.chunk(List.of(piece)));
  }

  @Override
  public void waiting() throws IOException {
    stream.stayAlive();
  }

  @Override
  public void ended() throws IOException {
    if (heading.options().includeUsage()) {
      stream.send(heading.counted(List.of(), ends()));
    }
  }
}
