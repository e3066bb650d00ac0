package dev.chatwright.server.persona;

import dev.chatwright.server.conversation.MessageDecoration;
import dev.chatwright.server.conversation.MessageView;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Adds to replies the persona they were written as, by the name it had then.
 *
 * <p>Safe for use by several threads.
 */
public final class PersonaNames implements MessageDecoration {
  private final Database database;
  private final Vault vault;

  /** Creates the decoration. */
  public PersonaNames(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  private record Named(String personaId, String name) {}

  @Override
  public void decorate(String personId, Map<String, MessageView> views) {
    List<String> versions =
        views.values().stream()
            .map(view -> view.message().personaVersionId())
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    if (versions.isEmpty()) {
      return;
    }
    Map<String, Named> names = names(versions);
    for (MessageView view : views.values()) {
      Named named = names.get(view.message().personaVersionId());
      if (named != null) {
        view.put("persona_id", named.personaId());
        view.put("persona_name", named.name());
      }
    }
  }

  private Map<String, Named> names(List<String> versions) {
    Map<String, Named> names = new HashMap<>();
    database.read(
        sql -> {
          sql.sql("select id, persona_id, person_id, body from persona_version where id in (:ids)")
              .param("ids", versions)
              .query(
                  row -> {
                    names.put(
                        row.getString(1),
                        new Named(
                            row.getString(2),
                            name(row.getString(1), row.getString(3), row.getBytes(4))));
                  });
          return names;
        });
    return names;
  }

  private String name(String versionId, String owner, byte[] body) {
    return vault
        .openJsonIfSound(
            SealedColumn.PERSONA_VERSION_BODY.of(versionId, owner),
            body,
            PersonaBody.class,
            Purpose.SHOW)
        .map(PersonaBody::name)
        .orElse("");
  }
}
