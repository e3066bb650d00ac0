package dev.chatwright.server.completion;

import dev.chatwright.inference.Finished;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.server.completion.ChatChoice.Message;
import dev.chatwright.server.completion.ChatChoice.Reply;
import dev.chatwright.server.health.ServerMetrics;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers {@code /v1/chat/completions}.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class ChatController {
  private final ModelRegistry models;
  private final ServerMetrics metrics;
  private final ReplyTimes times;
  private final RequestScopes scopes;

  /** Creates the controller. */
  public ChatController(
      ModelRegistry models, ServerMetrics metrics, ReplyTimes times, RequestScopes scopes) {
    this.models = models;
    this.metrics = metrics;
    this.times = times;
    this.scopes = scopes;
  }

  @PostMapping("/v1/chat/completions")
  void complete(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    ChatRequest chat = ChatRequest.parse(JsonBody.read(request));
    Deadline deadline = Deadline.of(begun, times.of(chat.options().timeout()));
    try (ModelLease lease = models.require(chat.options().model(), deadline)) {
      answer(chat, lease.model(), deadline, request, response);
    }
  }

  private void answer(
      ChatRequest chat,
      TextModel model,
      Deadline deadline,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    ReplyOptions options = chat.options();
    PromptReader prompts = new PromptReader(model);
    prompts.requireKnownBiases(options);
    GenerationRequest generation =
        scopes.place(
            model,
            chat.toGeneration(prompts.chat(chat.conversation()), model.sampling()),
            options.terms(scopes.of(Subject.of(request))));
    List<GenerationRequest> all = PromptReader.repeat(generation, options.choices());
    ReplyRun run =
        new ReplyRun(
            model, PromptReader.MESSAGES, all, deadline, ClientConnection.of(request), metrics);
    if (options.stream()) {
      stream(chat, run, new EventStream(response));
    } else {
      Json.answer(response, 200, collect(chat, run));
    }
  }

  private static void stream(ChatRequest chat, ReplyRun run, EventStream stream)
      throws IOException, InterruptedException {
    Heading heading = Heading.chat(chat.options());
    Streams.forward(run, new ChatStream(heading, chat.logProbabilities().reply(), stream), stream);
  }

  private static Answer<Reply> collect(ChatRequest chat, ReplyRun run)
      throws IOException, InterruptedException {
    Heading heading = Heading.chat(chat.options());
    CollectedReply.Listener collector = new CollectedReply.Listener();
    run.tell(collector);
    List<Reply> choices = new ArrayList<>();
    List<Finished> ends = new ArrayList<>();
    for (CollectedReply reply : collector.replies()) {
      choices.add(reply(choices.size(), reply, chat.logProbabilities().reply()));
      ends.add(reply.end());
    }
    return heading.counted(choices, ends);
  }

  private static Reply reply(int index, CollectedReply reply, boolean logProbabilities) {
    Optional<ChatLogProbabilities> tokens =
        logProbabilities ? Optional.of(ChatLogProbabilities.of(reply.tokens())) : Optional.empty();
    Message message = new Message("assistant", reply.text(), Optional.empty());
    return new Reply(index, message, tokens, Accounts.name(reply.end().reason()));
  }
}
