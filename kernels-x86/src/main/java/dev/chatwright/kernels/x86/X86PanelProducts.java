package dev.chatwright.kernels.x86;

import dev.chatwright.kernels.x86.assembler.Width;
import dev.chatwright.tensor.NarrowProducts;
import dev.chatwright.tensor.PanelProducts;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Products with panels of half floats or bytes, by routines that are assembled when a number of
 * columns is first met: a model has two.
 *
 * <p>Safe for use by several threads.
 */
final class X86PanelProducts implements PanelProducts {
  /** More would make long code of strips one after the other, and no model has them. */
  private static final int MAX_COLUMNS = 512;

  private final PanelCode.Element element;
  private final Width width;
  private final AtomicReferenceArray<List<MemorySegment>> routines =
      new AtomicReferenceArray<>(MAX_COLUMNS / PanelCode.MULTIPLE + 1);

  X86PanelProducts(PanelCode.Element element, Width width) {
    this.element = element;
    this.width = width;
  }

  /** Returns those of a width with every kind of panel. */
  static NarrowProducts all(Width width) {
    return new NarrowProducts(
        new X86PanelProducts(PanelCode.Element.HALF, width),
        new X86PanelProducts(PanelCode.Element.BYTE, width));
  }

  @Override
  public int maxRows() {
    return PanelCode.ROWS;
  }

  @Override
  public boolean takes(int columns) {
    return columns % PanelCode.MULTIPLE == 0 && columns <= MAX_COLUMNS;
  }

  @Override
  public void multiply(
      long a, long aStride, int rows, long panel, int columns, int depth, long c, long cStride) {
    MachineCode.call(routines(columns).get(rows - 1), a, aStride, panel, depth, c, cStride);
  }

  private List<MemorySegment> routines(int columns) {
    int place = columns / PanelCode.MULTIPLE;
    List<MemorySegment> there = routines.get(place);
    return there == null ? assemble(place, columns) : there;
  }

  private synchronized List<MemorySegment> assemble(int place, int columns) {
    List<MemorySegment> there = routines.get(place);
    if (there == null) {
      there =
          MachineCode.install(
              PanelCode.ROWS, rows -> PanelCode.assemble(element, width, rows, columns));
      routines.set(place, there);
    }
    return there;
  }
}
