package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientGoneTest {
  private static final int PATIENCE_SECONDS = 20;

  @ParameterizedTest
  @ValueSource(strings = {"without end", "without a word"})
  void hangingUpOnAStreamFreesTheEngine(String prompt) throws Exception {
    assertThat(isCancelledWhenTheClientHangsUp(prompt, true)).isTrue();
  }

  @Test
  void hangingUpOnAnAnswerInOnePieceFreesTheEngine() throws Exception {
    assertThat(isCancelledWhenTheClientHangsUp("without a word", false)).isTrue();
  }

  @Test
  void aClientThatStaysIsNotTakenForGone() throws Exception {
    ScriptedModel model = new ScriptedModel();
    try (RunningServer server = RunningServer.start(ScriptedSource.of(model));
        Socket socket = send(server, "without a word", true)) {
      String begin = new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);

      assertThat(begin).isEqualTo("HTTP/1.1 200"); // the first sign of life, seconds later
      assertThat(model.cancelled.getCount()).isEqualTo(1);
    }
  }

  private static boolean isCancelledWhenTheClientHangsUp(String prompt, boolean stream)
      throws IOException, InterruptedException {
    ScriptedModel model = new ScriptedModel();
    try (RunningServer server = RunningServer.start(ScriptedSource.of(model))) {
      try (Socket socket = send(server, prompt, stream)) {
        if (prompt.contains("without end")) {
          socket.getInputStream().readNBytes(500);
        } else {
          while (model.requests.isEmpty()) {
            Thread.onSpinWait();
          }
        }
      }
      return model.cancelled.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static Socket send(RunningServer server, String prompt, boolean stream)
      throws IOException {
    String body =
        "{\"model\":\"scripted\",\"prompt\":\"%s\",\"max_tokens\":1000,\"stream\":%s}"
            .formatted(prompt, stream);
    String request =
        "POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body);
    Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), server.server().port());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return socket;
  }
}
