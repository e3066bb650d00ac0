package dev.chatwright.server.embedding;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.ClientConnection;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.model.Encoders;
import dev.chatwright.server.model.TextEncoder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers {@code /v1/embeddings}.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class EmbeddingController {
  /** Far more than any encoder reads; what is longer is a mistake. */
  private static final int MAX_LETTERS = 1 << 20;

  private final Encoders encoders;
  private final EmbeddingWorker worker;

  /** Creates the controller. */
  public EmbeddingController(Encoders encoders, EmbeddingWorker worker) {
    this.encoders = encoders;
    this.worker = worker;
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Answer(
      String object, List<Entry> data, String model, Tokens usage, Optional<Cuts> chatwright) {}

  private record Entry(String object, int index, Object embedding) {}

  /** Our own addition: which texts were longer than the encoder reads. */
  private record Cuts(List<Integer> truncatedInputs) {}

  private record Tokens(int promptTokens, int totalTokens) {}

  @PostMapping("/v1/embeddings")
  void embed(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    EmbeddingRequest wanted = EmbeddingRequest.parse(JsonBody.read(request));
    wanted.texts().forEach(EmbeddingController::requireShort);
    ClientConnection client = ClientConnection.of(request);
    List<Entry> entries = new ArrayList<>();
    List<Integer> cut = new ArrayList<>();
    int tokens = 0;
    for (String text : wanted.texts()) {
      client.requireOpen();
      EmbeddingWorker.Embedded embedded = worker.call(() -> compute(wanted.model(), text));
      tokens += embedded.tokens();
      if (embedded.cut()) {
        cut.add(entries.size());
      }
      Object vector = wanted.base64() ? base64(embedded.vector()) : embedded.vector();
      entries.add(new Entry("embedding", entries.size(), vector));
    }
    Optional<Cuts> cuts = cut.isEmpty() ? Optional.empty() : Optional.of(new Cuts(cut));
    Tokens usage = new Tokens(tokens, tokens);
    Json.answer(response, 200, new Answer("list", entries, wanted.model(), usage, cuts));
  }

  private EmbeddingWorker.Embedded compute(String model, String text) {
    return encoders.with(model, encoder -> compute(encoder, text));
  }

  private static EmbeddingWorker.Embedded compute(TextEncoder encoder, String text) {
    return new EmbeddingWorker.Embedded(
        encoder.embed(text), encoder.countTokens(text), encoder.isCut(text));
  }

  private static void requireShort(String text) {
    if (text.length() > MAX_LETTERS) {
      throw ApiException.badField(
          "input",
          "context_length_exceeded",
          "a text has %d letters, the most is %d".formatted(text.length(), MAX_LETTERS));
    }
  }

  private static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
