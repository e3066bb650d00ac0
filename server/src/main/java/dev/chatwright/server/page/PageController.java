package dev.chatwright.server.page;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Serves what browsers must have fresh each time: the first page, the frame of diagrams, what a
 * browser installs of the page, and the description of the API.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class PageController {
  private static final String PAGE = "/META-INF/resources/index.html";
  private static final String WORKER = "/META-INF/resources/worker.js";
  private static final String MANIFEST = "/META-INF/resources/manifest.webmanifest";
  private static final String DIAGRAM_FRAME = "/META-INF/resources/diagram.html";
  private static final String OPENAI_API = "/dev/chatwright/server/openapi.json";
  private static final String OWN_API = "/dev/chatwright/server/api.yaml";

  /** Creates the controller. */
  public PageController() {}

  @GetMapping({
    "/",
    "/index.html",
    "/c/{id}",
    "/temporary",
    "/archive",
    "/trash",
    "/models",
    "/personas",
    "/personas/{id}",
    "/prompts",
    "/shared",
    "/sign-in",
    "/setup",
    "/join",
    "/new-password",
    "/settings",
    "/settings/{section}",
    "/administration",
    "/administration/{section}"
  })
  void page(HttpServletResponse response) throws IOException, NoResourceFoundException {
    send(PAGE, "text/html;charset=UTF-8", response);
  }

  /** Keeps the page in the browser; at the root, since it answers only for what is below it. */
  @GetMapping("/worker.js")
  void worker(HttpServletResponse response) throws IOException, NoResourceFoundException {
    send(WORKER, "text/javascript;charset=UTF-8", response);
  }

  @GetMapping("/manifest.webmanifest")
  void manifest(HttpServletResponse response) throws IOException, NoResourceFoundException {
    send(MANIFEST, "application/manifest+json", response);
  }

  /** The document of the frame in which diagrams are drawn. */
  @GetMapping("/diagram.html")
  void diagramFrame(HttpServletResponse response) throws IOException, NoResourceFoundException {
    send(DIAGRAM_FRAME, "text/html;charset=UTF-8", response);
  }

  @GetMapping("/openapi.json")
  void openAiApi(HttpServletResponse response) throws IOException, NoResourceFoundException {
    send(OPENAI_API, "application/json", response);
  }

  @GetMapping("/api.yaml")
  void ownApi(HttpServletResponse response) throws IOException, NoResourceFoundException {
    send(OWN_API, "application/yaml", response);
  }

  private static void send(String resource, String type, HttpServletResponse response)
      throws IOException, NoResourceFoundException {
    try (@Nullable InputStream file = PageController.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new NoResourceFoundException(HttpMethod.GET, "/", resource);
      }
      byte[] body = file.readAllBytes();
      response.setContentType(type);
      response.setHeader("Cache-Control", "no-cache");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }
}
