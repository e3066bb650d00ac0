package dev.chatwright.server.account;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.http.Name;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what people say about themselves. */
public final class AccountFields {
  private static final int MAX_NAME = 100;
  private static final int MAX_EMAIL = 200;
  private static final Pattern EMAIL = Pattern.compile("[^\\s@\\p{Cntrl}]+@[^\\s@\\p{Cntrl}]+");

  private AccountFields() {}

  /**
   * Returns the name that must be there.
   *
   * @throws ApiException if it is empty, too long or cannot be shown
   */
  public static String name(JsonFields fields) {
    return Name.require(fields, "name", MAX_NAME);
  }

  /** Returns the e-mail address that must be there. */
  public static String requireEmail(JsonFields fields) {
    fields.require("email");
    return email(fields).orElseThrow();
  }

  /**
   * Returns the e-mail address, as all spellings of it are stored.
   *
   * @throws ApiException if it is none
   */
  public static Optional<String> email(JsonFields fields) {
    return fields.text("email").map(AccountFields::email);
  }

  private static String email(String text) {
    String email = text.strip().toLowerCase(Locale.ROOT);
    if (email.length() > MAX_EMAIL || !EMAIL.matcher(email).matches()) {
      throw ApiException.badField(
          "email", "'email' must be an e-mail address of at most %d letters".formatted(MAX_EMAIL));
    }
    return email;
  }
}
