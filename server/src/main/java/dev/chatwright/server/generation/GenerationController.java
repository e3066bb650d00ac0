package dev.chatwright.server.generation;

import dev.chatwright.server.conversation.ChatTimes;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.ClientConnection;
import dev.chatwright.server.http.EventStream;
import dev.chatwright.server.http.QueryFields;
import dev.chatwright.server.security.Permission;
import dev.chatwright.server.security.Permits;
import dev.chatwright.server.security.Permits.Permit;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets clients read replies while they are written, and stop them.
 *
 * <p>Safe for use by several threads.
 */
@RestController
final class GenerationController {
  private static final Duration LOOK_UP = Duration.ofMillis(500);
  private static final long MOST_EVENTS = 1L << 53;

  private final Replies replies;
  private final Generations generations;
  private final EventLog log;
  private final Messages messages;
  private final TakingBack takingBack;
  private final Permits permits;
  private final ChatTimes times;

  GenerationController(
      Replies replies,
      Generations generations,
      EventLog log,
      Messages messages,
      TakingBack takingBack,
      Permits permits,
      ChatTimes times) {
    this.replies = replies;
    this.generations = generations;
    this.log = log;
    this.messages = messages;
    this.takingBack = takingBack;
    this.permits = permits;
    this.times = times;
  }

  @GetMapping("/api/generations/{id}/events")
  void events(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    Subject subject = Subject.of(request);
    ReplyFeed feed =
        new ReplyFeed(
            replies, generations, log, messages, id, subject.personId(), position(request));
    Permit permit = permits.of(subject, Optional.of(Permission.CHAT));
    ClientConnection connection = ClientConnection.of(request);
    EventStream stream = new EventStream(response, times.heartbeat());
    while (!feed.hasEnded()) {
      connection.requireOpen();
      List<StoredEvent> events = feed.next(LOOK_UP);
      if (!permit.holds()) {
        return;
      }
      send(events, stream);
    }
    stream.done();
  }

  private static void send(List<StoredEvent> events, EventStream stream) throws IOException {
    for (StoredEvent event : events) {
      stream.write(Long.toString(event.sequence()), event.json().getBytes(StandardCharsets.UTF_8));
    }
    if (events.isEmpty()) {
      stream.stayAlive();
    } else {
      stream.flush();
    }
  }

  private static long position(HttpServletRequest request) {
    QueryFields query = QueryFields.read(request, "after");
    Optional<String> header = Optional.ofNullable(request.getHeader("Last-Event-ID"));
    if (header.isEmpty()) {
      return query.wholeNumber("after", 0, MOST_EVENTS).orElse(0);
    }
    try {
      return Math.clamp(Long.parseLong(header.get().strip()), 0, MOST_EVENTS);
    } catch (NumberFormatException _) {
      throw ApiException.badRequest(
          "invalid_value", "Last-Event-ID must be the id of an event of this stream");
    }
  }

  @PostMapping("/api/generations/{id}/stop")
  void stop(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws InterruptedException {
    if (!takingBack.tryTo(Subject.of(request).personId(), id)) {
      Optional<LiveReply> live = replies.find(id);
      if (live.isPresent()) {
        replies.stop(live.get());
      }
    }
    response.setStatus(204);
  }
}
