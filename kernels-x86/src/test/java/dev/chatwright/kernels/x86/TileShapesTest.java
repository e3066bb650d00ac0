package dev.chatwright.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** The 64 bytes that the processor's manual describes. */
@SuppressWarnings("restricted") // reads an address
class TileShapesTest {
  @Test
  void everyTileHasItsRowsAndTheBytesOfEach() {
    assertThat(shorts(13, new UnpackedPanel(1, true)))
        .containsExactly(64, 64, 32, 32, 64, 64, 0, 0);
    assertThat(rows(13, new UnpackedPanel(1, true))).containsExactly(13, 13, 13, 13, 8, 8, 0, 0);
  }

  @Test
  void stepsOfHalfABlockAreHalfAsLong() {
    assertThat(shorts(4, new UnpackedPanel(2, false)))
        .containsExactly(64, 64, 16, 16, 64, 64, 0, 0);
    assertThat(rows(4, new UnpackedPanel(2, false))).containsExactly(4, 4, 4, 4, 4, 4, 0, 0);
  }

  @Test
  void thePaletteIsTheFirstAndAllElseIsZero() {
    byte[] all = bytes(16, new UnpackedPanel(1, false));

    assertThat(all[0]).isEqualTo((byte) 1);
    for (int i = 1; i < 16; i++) {
      assertThat(all[i]).as("byte %d", i).isZero();
    }
    for (int i = 32; i < 48; i++) {
      assertThat(all[i]).as("byte %d", i).isZero();
    }
  }

  private static int[] shorts(int rows, UnpackedPanel panel) {
    byte[] all = bytes(rows, panel);
    int[] shorts = new int[8];
    for (int i = 0; i < shorts.length; i++) {
      shorts[i] = (all[16 + 2 * i] & 0xFF) | all[17 + 2 * i] << 8;
    }
    return shorts;
  }

  private static int[] rows(int rows, UnpackedPanel panel) {
    byte[] all = bytes(rows, panel);
    int[] counts = new int[8];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = all[48 + i];
    }
    return counts;
  }

  private static byte[] bytes(int rows, UnpackedPanel panel) {
    return MemorySegment.ofAddress(TileShapes.address(rows, panel))
        .reinterpret(64)
        .toArray(ValueLayout.JAVA_BYTE);
  }
}
