package dev.chatwright.training.data;

import java.lang.Character.UnicodeScript;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Guesses in which of eight languages a text is: by script for Arabic and Chinese, by its commonest
 * words for English, French, German, Italian, Portuguese and Spanish.
 *
 * <p>Light and approximate. It wants some ten words; a language it does not know is mostly {@link
 * #OTHER}, but one close to a known language (Galician, Persian) may be taken for that; of a text
 * in two languages it tells the one with more. Code and lists of names are {@link #OTHER}.
 */
public final class LanguageGuess {
  /** A language that is none of the known. */
  public static final String OTHER = "other";

  private static final int FEWEST_WORDS = 10;
  private static final int MOST_CHARACTERS = 20_000;
  private static final double LEAST_SHARE = 0.12;
  private static final double LEAST_LEAD = 1.15;
  private static final double SCRIPT_SHARE = 0.5;

  private static final Map<String, String> WORDS =
      Map.of(
          "en",
          "the of and to in is that it was for on are with as his they be at this have from or had"
              + " by but what some we can out were all there when up use your how said an each she"
              + " which do their if will not you i he my would about who them been its did has me",
          "de",
          "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es"
              + " an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über"
              + " einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde ich wir",
          "fr",
          "le la les de des du et est un une que qui dans en il elle pour pas au sur ne se ce plus"
              + " par je avec tout faire son sa ses mais nous vous ils on été cette aux comme sont ou"
              + " était leur si y même ces qu être fait aussi très bien peut",
          "es",
          "el la los las de del que y en un una por con no se su para es al lo como más pero sus le"
              + " ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde"
              + " quien desde todo nos durante todos uno les ni contra otros fue era está yo ha son",
          "it",
          "il lo la gli le di del della dei delle che e è un una per non con in si da al alla come"
              + " più ma anche nel nella sono ha questo questa ci io mi se o suo sua ho dal dalla"
              + " era essere stato loro tutto tutti molto cosa quando dove perché ai sul sulla fu",
          "pt",
          "o a os as de do da dos das que e em um uma para com não no na nos nas por mais se ao ele"
              + " ela seu sua ou mas foi são como é também já muito quando até isso pelo pela este"
              + " entre depois sem mesmo aos seus quem esse eles você tem à nós lhe foram eu está",
          // Neighbours, so that they are not taken for one of the above.
          "nl",
          "de het een en van in is dat op te zijn voor met die niet aan er om ook als dan maar bij"
              + " uit door naar heeft hij ze wordt nog tot je over zo wat kan worden deze",
          "sv",
          "och og att at det som en på är er av af för for med den till til inte ikke har de ett et"
              + " om han men var jag jeg från fra vi så kan när når efter ska skal också også eller"
              + " nu sin där der vid ved mot mod hade havde",
          "ro",
          "și de la în a cu pe nu o un este din care să ce mai pentru că se sau sunt dar ca au fost"
              + " lui prin după acest fi le ne până",
          "ca",
          "el la els les de del que i en un una per amb no es al com més però seu són aquest aquesta"
              + " als molt tot quan ha va hi o si ser fer també");

  private static final Map<String, List<String>> LANGUAGES_OF = languagesOf();

  private LanguageGuess() {}

  private static Map<String, List<String>> languagesOf() {
    Map<String, List<String>> languages = new HashMap<>();
    WORDS.forEach(
        (language, words) ->
            List.of(words.split(" "))
                .forEach(
                    word ->
                        languages.merge(
                            word,
                            List.of(language),
                            (a, b) -> Stream.of(a, b).flatMap(List::stream).toList())));
    return Map.copyOf(languages);
  }

  /** Returns the languages that can be told, as BCP 47 has them. */
  public static List<String> known() {
    return List.of("ar", "de", "en", "es", "fr", "it", "pt", "zh");
  }

  /**
   * Returns the language of a text or {@link #OTHER}, or empty if it is too short to tell.
   *
   * @param text any text; only its beginning is looked at
   */
  public static Optional<String> of(String text) {
    String begin = text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
    long letters = begin.codePoints().filter(Character::isLetter).count();
    long arabic = ofScript(begin, UnicodeScript.ARABIC);
    long han = ofScript(begin, UnicodeScript.HAN);
    if (letters < FEWEST_WORDS) {
      return Optional.empty();
    }
    if (arabic > SCRIPT_SHARE * letters) {
      return Optional.of("ar");
    }
    if (han > SCRIPT_SHARE * letters) {
      return Optional.of(isJapanese(begin, han) ? OTHER : "zh");
    }
    return ofScript(begin, UnicodeScript.LATIN) > SCRIPT_SHARE * letters
        ? ofLatin(begin)
        : Optional.of(OTHER);
  }

  private static long ofScript(String text, UnicodeScript script) {
    return text.codePoints().filter(c -> UnicodeScript.of(c) == script).count();
  }

  private static boolean isJapanese(String text, long han) {
    long kana = ofScript(text, UnicodeScript.HIRAGANA) + ofScript(text, UnicodeScript.KATAKANA);
    return kana > han / 20;
  }

  private static Optional<String> ofLatin(String text) {
    List<String> words =
        List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{M}]+")).stream()
            .filter(word -> !word.isEmpty())
            .toList();
    if (words.size() < FEWEST_WORDS) {
      return Optional.empty();
    }
    Map<String, Integer> found = new HashMap<>();
    words.forEach(
        word ->
            LANGUAGES_OF
                .getOrDefault(word, List.of())
                .forEach(language -> found.merge(language, 1, Integer::sum)));
    List<Map.Entry<String, Integer>> ranked =
        found.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    if (ranked.isEmpty() || ranked.getFirst().getValue() < LEAST_SHARE * words.size()) {
      return Optional.of(OTHER);
    }
    String language = ranked.getFirst().getKey();
    int best = ranked.getFirst().getValue();
    int second = ranked.size() > 1 ? ranked.get(1).getValue() : 0;
    return Optional.of(
        best >= LEAST_LEAD * second && known().contains(language) ? language : OTHER);
  }
}
