package dev.chatwright.server.completion;

import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.RequestTerms;
import dev.chatwright.server.health.ServerMetrics;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.ClientConnection;
import dev.chatwright.server.http.EventStream;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.model.Deadline;
import dev.chatwright.server.model.ModelLease;
import dev.chatwright.server.model.ModelRegistry;
import dev.chatwright.server.model.ReplyTimes;
import dev.chatwright.server.model.RequestScopes;
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
  private final ReplyTimes times;
  private final RequestScopes scopes;

  /** Creates the controller. */
  public TextController(
      ModelRegistry models, ServerMetrics metrics, ReplyTimes times, RequestScopes scopes) {
    this.models = models;
    this.metrics = metrics;
    this.times = times;
    this.scopes = scopes;
  }

  @PostMapping("/v1/completions")
  void complete(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    TextRequest text = TextRequest.parse(JsonBody.read(request));
    requireFew(text);
    Deadline deadline = Deadline.of(begun, times.of(text.options().timeout()));
    try (ModelLease lease = models.require(text.options().model(), deadline)) {
      answer(text, lease.model(), deadline, request, response);
    }
  }

  private void answer(
      TextRequest text,
      TextModel model,
      Deadline deadline,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    PromptReader reader = new PromptReader(model);
    reader.requireKnownBiases(text.options());
    List<int[]> prompts = text.prompts().stream().map(reader::text).toList();
    RequestTerms terms = text.options().terms(scopes.of(Subject.of(request)));
    List<GenerationRequest> all =
        prompts.stream()
            .map(prompt -> text.toGeneration(prompt, model.sampling()))
            .map(one -> scopes.place(model, one, terms))
            .flatMap(one -> PromptReader.repeat(one, text.options().choices()).stream())
            .toList();
    ReplyRun run =
        new ReplyRun(
            model, PromptReader.PROMPT, all, deadline, ClientConnection.of(request), metrics);
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
