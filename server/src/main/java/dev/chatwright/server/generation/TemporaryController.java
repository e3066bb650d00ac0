package dev.chatwright.server.generation;

import dev.chatwright.inference.FinishReason;
import dev.chatwright.inference.Finished;
import dev.chatwright.inference.GenerationEvent;
import dev.chatwright.inference.GenerationRequest;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.inference.PromptEvaluated;
import dev.chatwright.inference.TextGenerated;
import dev.chatwright.server.conversation.ChatTimes;
import dev.chatwright.server.health.ServerMetrics;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.ClientConnection;
import dev.chatwright.server.http.EventStream;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.model.Deadline;
import dev.chatwright.server.model.TextModel;
import dev.chatwright.server.security.Permission;
import dev.chatwright.server.security.Permits;
import dev.chatwright.server.security.Permits.Permit;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Replies without keeping a word, neither of the question nor of the answer.
 *
 * <p>Safe for use by several threads.
 */
@RestController
final class TemporaryController {
  private static final Duration LOOK_UP = Duration.ofMillis(100);

  private final ReplyChoices choices;
  private final PatientModels models;
  private final Speaker speaker;
  private final ServerMetrics metrics;
  private final Permits permits;
  private final ChatTimes times;

  TemporaryController(
      ReplyChoices choices,
      PatientModels models,
      Speaker speaker,
      ServerMetrics metrics,
      Permits permits,
      ChatTimes times) {
    this.choices = choices;
    this.models = models;
    this.speaker = speaker;
    this.metrics = metrics;
    this.permits = permits;
    this.times = times;
  }

  @PostMapping("/api/temporary")
  void reply(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    long asked = System.nanoTime();
    Subject subject = Subject.of(request);
    TemporaryChat chat = TemporaryChat.parse(JsonBody.read(request));
    ReplyRequest wanted = choices.of(subject.personId(), chat.options());
    Deadline deadline = wanted.deadline(asked);
    ClientConnection client = ClientConnection.of(request);
    EventStream events = new EventStream(response, times.heartbeat());
    events.sendJson(Events.startTemporary(wanted));
    try (ModelUse use = models.require(wanted.model(), deadline, client, events)) {
      TextModel model = use.model();
      forward(
          permits.of(subject, Optional.of(Permission.CHAT)),
          model,
          speaker.unwritten(subject.personId(), model, chat.prompt(model, wanted)),
          deadline,
          client,
          events);
    } catch (ApiException refusal) {
      Failure failure = Failure.of(refusal);
      events.sendJson(Events.error(failure.code(), failure.message()));
    }
    events.done();
  }

  private void forward(
      Permit permit,
      TextModel model,
      GenerationRequest prompt,
      Deadline deadline,
      ClientConnection client,
      EventStream events)
      throws IOException, InterruptedException {
    long asked = System.nanoTime();
    Duration firstToken = Duration.ZERO;
    try (GenerationStream stream = Speaker.submit(model, prompt, deadline)) {
      while (!stream.isFinished()) {
        Optional<GenerationEvent> event = stream.next(LOOK_UP);
        client.requireOpen();
        if (!permit.holds()) {
          return;
        }
        if (event.isEmpty()) {
          events.stayAlive();
        } else if (event.get() instanceof TextGenerated && firstToken.isZero()) {
          firstToken = Duration.ofNanos(System.nanoTime() - asked);
          metrics.firstToken(firstToken);
        }
        if (event.isPresent()) {
          send(event.get(), firstToken, events);
        }
      }
    }
  }

  private void send(GenerationEvent event, Duration firstToken, EventStream events)
      throws IOException {
    switch (event) {
      case PromptEvaluated prompt -> events.sendJson(Events.prompt(prompt));
      case TextGenerated piece -> {
        if (!piece.text().isEmpty()) {
          events.sendJson(Events.delta(piece.text()));
        }
      }
      case Finished end -> {
        metrics.replied(end.usage());
        boolean cancelled = end.reason() == FinishReason.CANCELLED;
        events.sendJson(
            cancelled ? Events.interrupted() : ReplyEnd.of(end, false, firstToken).event());
      }
    }
  }
}
