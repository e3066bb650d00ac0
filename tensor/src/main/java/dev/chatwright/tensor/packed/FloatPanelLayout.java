package dev.chatwright.tensor.packed;

/**
 * Where rows of floats go in a panel.
 *
 * <p>Immutable.
 *
 * @param format of the panel
 * @param inputs how many a row has
 */
record FloatPanelLayout(FloatFormat format, int inputs) implements PanelLayout {
  @Override
  public void lay(short[] rows, int lanes, short[] panel) {
    int numberWords = format.bytes() / Short.BYTES;
    int rowWords = inputs * numberWords;
    int lineWords = FloatFormat.MULTIPLE * numberWords;
    // A line of each row at a time: whole rows, one after the other, would miss every cache.
    for (int from = 0; from < rowWords; from += lineWords) {
      int to = Math.min(rowWords, from + lineWords);
      for (int lane = 0; lane < lanes; lane++) {
        layLine(rows, lane * rowWords, from, to, lane, panel);
      }
    }
  }

  private void layLine(short[] rows, int row, int from, int to, int lane, short[] panel) {
    int stepWords = format.stepInputs() * format.bytes() / Short.BYTES;
    int panelWords = format.panel() * stepWords;
    int at = lane * stepWords;
    if (stepWords == 1) {
      for (int i = from; i < to; i++) {
        panel[at + i * panelWords] = rows[row + i];
      }
    } else {
      for (int i = from; i < to; i++) {
        panel[at + i / 2 * panelWords + i % 2] = rows[row + i];
      }
    }
  }
}
