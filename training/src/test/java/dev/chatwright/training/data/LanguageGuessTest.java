package dev.chatwright.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageGuessTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | The ferry leaves at noon and it will be back before the shops close in the evening.",
        "de | Die Fähre legt am Mittag ab und ist wieder da, bevor die Läden am Abend schließen.",
        "fr | Le bac part à midi et il sera de retour avant que les magasins ferment le soir.",
        "es | El transbordador sale al mediodía y vuelve antes de que cierren las tiendas por la"
            + " tarde.",
        "it | Il traghetto parte a mezzogiorno e torna prima che i negozi chiudano la sera, come"
            + " sempre.",
        "pt | A balsa sai ao meio-dia e volta antes que as lojas fechem à noite, como em todos os"
            + " dias.",
        "ar | تغادر العبارة عند الظهر وتعود قبل أن تغلق المتاجر أبوابها في المساء",
        "zh | 渡轮中午出发，晚上商店关门之前回来，每天都是这样。",
        "other | De veerboot vertrekt om twaalf uur en komt terug voordat de winkels 's avonds"
            + " sluiten.",
        "other | Prom odpływa w południe i wraca wieczorem, zanim zamkną wszystkie sklepy na"
            + " wyspie.",
        "other | フェリーは正午に出発して、夕方に店が閉まる前に戻ってきます。",
        "other | Паром отходит в полдень и возвращается вечером, пока магазины ещё открыты."
      })
  void aSentenceIsEnough(String language, String sentence) {
    assertThat(LanguageGuess.of(sentence)).contains(language);
  }

  @ParameterizedTest
  @CsvSource({"OK", "'7 + 5 = 12'", "Guten Tag"})
  void aFewWordsAreNot(String text) {
    assertThat(LanguageGuess.of(text)).isEmpty();
  }
}
