package dev.chatwright.server.account;

import dev.chatwright.server.http.ApiException;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a password must be: long, and not what everybody tries first. Neither kinds of letters nor
 * regular changes are asked for, as NIST SP 800-63B advises.
 */
public final class PasswordRules {
  /** The fewest letters. */
  public static final int MIN_LENGTH = 12;

  /** The most letters. */
  public static final int MAX_LENGTH = 200;

  private static final int FEWEST_DIFFERENT = 5;
  private static final int FEWEST_OWN = 5;
  private static final int SHORTEST_NAME = 3;
  private static final Pattern NOT_LETTERS = Pattern.compile("[^\\p{L}]+");
  private static final Pattern BETWEEN_NAMES = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** What the commonest passwords are made of, beside digits and signs. */
  private static final List<String> COMMON =
      List.of(
          "chatwright",
          "password",
          "passwort",
          "passwd",
          "motdepasse",
          "contrasena",
          "iloveyou",
          "administrator",
          "administrador",
          "qwertyuiop",
          "asdfghjkl",
          "zxcvbnm",
          "qwerty",
          "qwertz",
          "azerty",
          "letmein",
          "welcome",
          "willkommen",
          "changeme",
          "abcdefghijklm",
          "abcdef",
          "secret",
          "master",
          "dragon",
          "monkey",
          "football",
          "baseball",
          "sunshine",
          "princess",
          "superman",
          "batman",
          "trustno",
          "starwars",
          "computer",
          "internet",
          "server",
          "login",
          "admin",
          "hello",
          "hallo",
          "test",
          "user",
          "pass",
          "word",
          "chat");

  private PasswordRules() {}

  /** Returns a password as every keyboard spells it. */
  static String spelled(String password) {
    return Normalizer.normalize(password, Form.NFKC);
  }

  /**
   * Lets a new password pass.
   *
   * @param field the field it came in
   * @param own what everybody knows of the person: name and e-mail address
   * @throws ApiException if it is too short, too long or too common
   */
  static void check(String field, String password, List<String> own) {
    int length = password.codePointCount(0, password.length());
    if (length < MIN_LENGTH || password.length() > MAX_LENGTH) {
      throw ApiException.badField(
          field,
          "password_length",
          "the password must have %d to %d letters".formatted(MIN_LENGTH, MAX_LENGTH));
    }
    if (isCommon(password.toLowerCase(Locale.ROOT), own)) {
      throw ApiException.badField(
          field,
          "password_common",
          "this password is among the first that anybody tries; take one that is less common,"
              + " such as four words that do not belong together");
    }
  }

  private static boolean isCommon(String password, List<String> own) {
    if (password.codePoints().distinct().count() < FEWEST_DIFFERENT) {
      return true;
    }
    String rest = without(password, own);
    boolean changed = !rest.equals(password);
    String letters = NOT_LETTERS.matcher(rest).replaceAll("");
    boolean digitsOnly = NOT_LETTERS.matcher(password).replaceAll("").isEmpty();
    return digitsOnly || (changed && letters.length() < FEWEST_OWN);
  }

  private static String without(String password, List<String> own) {
    String rest = password;
    for (String text : own) {
      for (String name : BETWEEN_NAMES.split(text.toLowerCase(Locale.ROOT), -1)) {
        rest = name.length() < SHORTEST_NAME ? rest : rest.replace(name, "");
      }
    }
    for (String word : COMMON) {
      rest = rest.replace(word, "");
    }
    return rest;
  }
}
