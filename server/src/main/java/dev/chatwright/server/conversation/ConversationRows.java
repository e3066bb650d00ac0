package dev.chatwright.server.conversation;

import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import dev.chatwright.server.vault.VaultException;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.RowMapper;

/** Opens the rows of conversations. */
record ConversationRows(Vault vault, Purpose purpose) implements RowMapper<Conversation> {
  static final String COLUMNS =
      "id, person_id, title, title_origin, model, persona_id, folder_id, pinned, archived,"
          + " active_message_id, message_count, created_at, updated_at, deleted_at";

  private static final Logger LOG = LoggerFactory.getLogger(ConversationRows.class);

  @Override
  public Conversation mapRow(ResultSet row, int number) throws SQLException {
    String id = row.getString(1);
    String personId = row.getString(2);
    return new Conversation(
        id,
        personId,
        title(id, personId, row.getBytes(3)),
        TitleOrigin.of(row.getString(4)),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getBoolean(8),
        row.getBoolean(9),
        row.getString(10),
        row.getInt(11),
        row.getLong(12),
        row.getLong(13),
        deletedAt(row));
  }

  private static @Nullable Long deletedAt(ResultSet row) throws SQLException {
    long at = row.getLong(14);
    return row.wasNull() ? null : at;
  }

  private String title(String id, String personId, byte @Nullable [] sealed) {
    try {
      return vault.openOrEmpty(SealedColumn.CONVERSATION_TITLE.of(id, personId), sealed, purpose);
    } catch (VaultException broken) {
      LOG.warn("title of conversation={} is damaged: {}", id, broken.getMessage());
      return "(damaged title)";
    }
  }
}
