package dev.chatwright.server.persona;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.http.JsonFields;
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
 * Answers {@code /api/personas}.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class PersonaController {
  private final Personas personas;

  /** Creates the controller. */
  public PersonaController(Personas personas) {
    this.personas = personas;
  }

  private record Listing(List<Persona> personas) {}

  private record Versions(List<Persona> versions) {}

  @GetMapping("/api/personas")
  void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Json.answer(response, 200, new Listing(personas.usableBy(Subject.of(request).personId())));
  }

  @PostMapping("/api/personas")
  void make(HttpServletRequest request, HttpServletResponse response) throws IOException {
    JsonFields fields = JsonBody.read(request);
    PersonaBody body = PersonaBody.parse(fields);
    Persona made =
        personas.make(Subject.of(request).personId(), body, fields.flag("for_team", false));
    Json.answer(response, 201, made);
  }

  @GetMapping("/api/personas/{id}")
  void show(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Persona found =
        personas
            .find(id, Subject.of(request).personId())
            .orElseThrow(() -> ApiException.of(404, "not_found", "there is no such persona"));
    Json.answer(response, 200, found);
  }

  @GetMapping("/api/personas/{id}/versions")
  void versions(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Json.answer(response, 200, new Versions(personas.versions(id, Subject.of(request).personId())));
  }

  @PutMapping("/api/personas/{id}")
  void change(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JsonFields fields = JsonBody.read(request);
    PersonaBody body = PersonaBody.parse(fields);
    String personId = Subject.of(request).personId();
    Json.answer(response, 200, personas.change(id, personId, body, fields.flag("for_team", false)));
  }

  @DeleteMapping("/api/personas/{id}")
  void remove(@PathVariable("id") String id, HttpServletResponse response) {
    personas.remove(id);
    Json.answerDone(response);
  }
}
