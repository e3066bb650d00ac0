package dev.chatwright.server.conversation;

import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import dev.chatwright.server.vault.VaultException;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.RowMapper;

/**
 * Opens the rows of messages. A damaged one becomes a message that says so, so that it does not
 * take the chat with it.
 */
record MessageRows(Vault vault, Purpose purpose) implements RowMapper<Message> {
  static final String COLUMNS =
      "id, conversation_id, person_id, parent_id, role, state, body, model, persona_version_id,"
          + " details, created_at";

  private static final Logger LOG = LoggerFactory.getLogger(MessageRows.class);

  @Override
  public Message mapRow(ResultSet row, int number) throws SQLException {
    String id = row.getString(1);
    String personId = row.getString(3);
    String text = Message.DAMAGED_NOTE;
    boolean damaged = false;
    try {
      text = vault.open(SealedColumn.MESSAGE_BODY.of(id, personId), row.getBytes(7), purpose);
    } catch (VaultException broken) {
      LOG.warn("message={} is damaged: {}", id, broken.getMessage());
      damaged = true;
    }
    return new Message(
        id,
        row.getString(2),
        personId,
        row.getString(4),
        Message.role(row.getString(5)),
        MessageState.of(row.getString(6)),
        text,
        damaged,
        row.getString(8),
        row.getString(9),
        details(id, personId, row.getBytes(10)),
        row.getLong(11));
  }

  private MessageDetails details(String id, String personId, byte[] sealed) {
    try {
      return MessageDetails.parse(
          vault.openOrEmpty(SealedColumn.MESSAGE_DETAILS.of(id, personId), sealed, purpose));
    } catch (VaultException broken) {
      LOG.warn("details of message={} are damaged: {}", id, broken.getMessage());
      return MessageDetails.NONE;
    }
  }
}
