package dev.chatwright.server.transfer;

import dev.chatwright.dialogue.transfer.ImportException;
import dev.chatwright.dialogue.transfer.ImportLimits;
import dev.chatwright.dialogue.transfer.ImportReader;
import dev.chatwright.dialogue.transfer.ImportResult;
import dev.chatwright.dialogue.transfer.ImportResult.Broken;
import dev.chatwright.dialogue.transfer.ImportResult.Imported;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.QueryFields;
import dev.chatwright.server.security.Subject;
import dev.chatwright.server.store.IdSource;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes exports of other products. The file is read while it arrives and never stands on the disk;
 * how far it is can be asked meanwhile.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class ImportController {
  private static final int MOST_UNDER_WAY = 64;

  private final ImportedConversations store;
  private final ImportRuns runs;
  private final ImportLimits limits;
  private final IdSource ids;

  /** Creates the controller. */
  public ImportController(
      ImportedConversations store, ImportRuns runs, ImportLimits limits, IdSource ids) {
    this.store = store;
    this.runs = runs;
    this.limits = limits;
    this.ids = ids;
  }

  @PostMapping("/api/imports")
  void take(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String id = QueryFields.read(request, "id").id("id").orElseGet(ids::next);
    String personId = Subject.of(request).personId();
    ImportRun run = runs.begin(id, personId, request.getContentLengthLong());
    try (CountedStream body = new CountedStream(request.getInputStream(), run::read);
        ImportReader reader = ImportReader.open(body, limits)) {
      readAll(reader, personId, run);
      run.done();
    } catch (ImportException unreadable) {
      run.failed(String.valueOf(unreadable.getMessage()));
    } finally {
      run.endAnyway();
    }
    Json.answer(response, 202, run.view());
  }

  private void readAll(ImportReader reader, String personId, ImportRun run) throws IOException {
    Deque<Waiting> underWay = new ArrayDeque<>();
    for (Optional<ImportResult> next = reader.next(); next.isPresent(); next = reader.next()) {
      switch (next.get()) {
        case Broken(int index, Optional<String> title, String reason) ->
            run.broken(index, title, reason);
        case Imported imported -> {
          underWay.add(new Waiting(imported, store.store(personId, imported.conversation())));
          if (underWay.size() >= MOST_UNDER_WAY) {
            settle(underWay.removeFirst(), run);
          }
        }
      }
    }
    underWay.forEach(waiting -> settle(waiting, run));
  }

  private record Waiting(Imported imported, CompletableFuture<Boolean> stored) {}

  private static void settle(Waiting waiting, ImportRun run) {
    try {
      if (waiting.stored().join()) {
        run.imported(waiting.imported().notes());
      } else {
        run.note("was imported before and is left as it is");
      }
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  @GetMapping("/api/imports/{id}")
  void progress(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ImportRun run =
        runs.find(id, Subject.of(request).personId())
            .orElseThrow(() -> ApiException.of(404, "not_found", "there is no such import"));
    Json.answer(response, 200, run.view());
  }
}
