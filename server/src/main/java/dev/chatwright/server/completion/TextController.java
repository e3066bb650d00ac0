package dev.chatwright.server.completion;

import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.RequestTerms;
import dev.chatwright.server.health.ServerMetrics;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.ClientConnection;
import dev.chatwright.server.http.EventStream;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.model.ModelLease;
import dev.chatwright.server.model.ModelRegistry;
import dev.chatwright.server.model.TextModel;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers {@code /v1/completions}.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class TextController {
  /** The most replies to one request, over all its prompts. */
  private static final int MAX_REPLIES = Prompt.MAX_PROMPTS;

  private final ModelRegistry models;
  private final ServerMetrics metrics;

  /** Creates the controller. */
  public TextController(ModelRegistry models, ServerMetrics metrics) {
    this.models = models;
    this.metrics = metrics;
  }

  @PostMapping("/v1/completions")
  void complete(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    TextRequest text = TextRequest.parse(JsonBody.read(request));
    requireFew(text);
    try (ModelLease lease = models.require(text.options().model())) {
      answer(text, lease.model(), request, response);
    }
  }

  private void answer(
      TextRequest text, TextModel model, HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    PromptReader reader = new PromptReader(model);
    reader.requireKnownBiases(text.options());
    List<int[]> prompts = text.prompts().stream().map(reader::text).toList();
    RequestTerms terms = EngineTerms.of(Subject.of(request));
    List<GenerationRequest> all =
        prompts.stream()
            .map(prompt -> text.toGeneration(prompt, model.sampling()).withTerms(terms))
            .flatMap(one -> PromptReader.repeat(one, text.options().choices()).stream())
            .toList();
    ReplyRun run =
        new ReplyRun(model, PromptReader.PROMPT, all, ClientConnection.of(request), metrics);
    if (text.options().stream()) {
      EventStream stream = new EventStream(response);
      Streams.forward(run, new TextStream(text, prompts, model, stream), stream);
    } else {
      WholeText whole = new WholeText(text, prompts, model);
      run.tell(whole);
      Json.answer(response, 200, whole.answer());
    }
  }

  private static void requireFew(TextRequest text) {
    int replies = text.prompts().size() * text.options().choices();
    if (replies > MAX_REPLIES) {
      throw ApiException.badField(
          "n",
          "%d prompts with 'n' of %d make %d replies; the most is %d"
              .formatted(text.prompts().size(), text.options().choices(), replies, MAX_REPLIES));
    }
  }
}
