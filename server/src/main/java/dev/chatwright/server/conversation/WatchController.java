package dev.chatwright.server.conversation;

import dev.chatwright.server.conversation.Notices.Notice;
import dev.chatwright.server.http.ClientConnection;
import dev.chatwright.server.http.EventStream;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.security.Permission;
import dev.chatwright.server.security.Permits;
import dev.chatwright.server.security.Permits.Permit;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells a person's clients what changed, as long as they listen.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class WatchController {
  private static final Duration LOOK_UP = Duration.ofMillis(500);

  private final Notices notices;
  private final Permits permits;
  private final ChatTimes times;

  /** Creates the controller. */
  public WatchController(Notices notices, Permits permits, ChatTimes times) {
    this.notices = notices;
    this.permits = permits;
    this.times = times;
  }

  @GetMapping("/api/events")
  void watch(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    Subject subject = Subject.of(request);
    String personId = subject.personId();
    EventStream stream = new EventStream(response, times.heartbeat());
    long position = notices.newest(personId);
    Optional<String> last = Optional.ofNullable(request.getHeader("Last-Event-ID"));
    if (last.isPresent()) {
      long known = notices.resume(personId, last.get());
      if (known < 0) {
        resync(stream, position);
      } else {
        position = known;
      }
    }
    Permit permit = permits.of(subject, Optional.of(Permission.CHAT));
    follow(personId, permit, stream, position, ClientConnection.of(request));
  }

  private void follow(
      String personId, Permit permit, EventStream stream, long from, ClientConnection connection)
      throws IOException, InterruptedException {
    long position = from;
    stream.begin();
    while (permit.holds()) {
      connection.requireOpen();
      List<Notice> fresh = notices.after(personId, position, LOOK_UP);
      if (!fresh.isEmpty() && fresh.getFirst().number() > position + 1) {
        resync(stream, fresh.getFirst().number() - 1);
      }
      for (Notice notice : fresh) {
        position = notice.number();
        stream.send(notices.id(position), Json.bytes(notice.fields()));
      }
      stream.stayAlive();
    }
  }

  private void resync(EventStream stream, long position) throws IOException {
    stream.send(notices.id(position), Json.bytes(Map.of("type", "resync")));
  }
}
