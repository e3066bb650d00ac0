package dev.chatwright.server.persona;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers {@code /api/prompts}.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class PromptController {
  private final Prompts prompts;

  /** Creates the controller. */
  public PromptController(Prompts prompts) {
    this.prompts = prompts;
  }

  private record Entry(String id, @JsonUnwrapped Prompt prompt) {
    static Entry of(Prompts.Stored stored) {
      return new Entry(stored.id(), stored.prompt());
    }
  }

  private record Listing(List<Entry> prompts) {}

  @GetMapping("/api/prompts")
  void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String personId = Subject.of(request).personId();
    List<Entry> entries = prompts.of(personId).stream().map(Entry::of).toList();
    Json.answer(response, 200, new Listing(entries));
  }

  @PostMapping("/api/prompts")
  void make(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Prompt prompt = Prompt.parse(JsonBody.read(request));
    String personId = Subject.of(request).personId();
    Json.answer(response, 201, Entry.of(prompts.make(personId, prompt)));
  }

  @PutMapping("/api/prompts/{id}")
  void change(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Prompt prompt = Prompt.parse(JsonBody.read(request));
    String personId = Subject.of(request).personId();
    Json.answer(response, 200, Entry.of(prompts.change(id, personId, prompt)));
  }

  @DeleteMapping("/api/prompts/{id}")
  void remove(@PathVariable("id") String id, HttpServletResponse response) {
    prompts.remove(id);
    Json.answerDone(response);
  }
}
