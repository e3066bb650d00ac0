package dev.chatwright.bench;

import static dev.chatwright.tensor.packed.BfloatOperand.Side.LEFT;
import static dev.chatwright.tensor.packed.BfloatOperand.Side.RIGHT;
import static dev.chatwright.tensor.packed.BfloatOperand.Summed.ALONG_COLUMNS;
import static dev.chatwright.tensor.packed.BfloatOperand.Summed.ALONG_ROWS;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatMultiplier;
import dev.chatwright.tensor.packed.BfloatMultiplier.Factors;
import dev.chatwright.tensor.packed.BfloatMultiplier.Packing;
import dev.chatwright.tensor.packed.BfloatMultiplier.Product;
import dev.chatwright.tensor.packed.BfloatOperand.Side;
import dev.chatwright.tensor.packed.BfloatOperand.Summed;
import dev.chatwright.tensor.packed.BfloatProducts;
import dev.chatwright.tensor.packed.PackedKernels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;

/**
 * Multiplies as training does whenever a line comes on standard input, and prints the seconds that
 * each of the three products took; so a peer can take its turns in between, see {@code
 * compare_products.py}. A line is {@code bf16 768 512 128 20}: the precision, rows of activations,
 * outputs and inputs of a weight, and how often each product is computed.
 *
 * <p>What is packed is packed each time. Bound: the processor's rate of products.
 */
public final class ProductRounds {
  private static final int ROWS = 96;

  private final Parallel parallel;
  private final Kernels kernels = Kernels.fastest();

  private ProductRounds(Parallel parallel) {
    this.parallel = parallel;
  }

  /**
   * Runs until standard input ends.
   *
   * @param arguments the number of threads
   * @throws IOException if a line cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    try (Parallel parallel = new Parallel(Integer.parseInt(arguments[0]));
        var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      ProductRounds rounds = new ProductRounds(parallel);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.strip().split(" ", -1);
        System.out.println(
            rounds.measure(
                words[0].equals("bf16"),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4])));
      }
    }
  }

  private String measure(boolean bfloats, int rows, int outputs, int inputs, int times) {
    try (Arena arena = Arena.ofShared()) {
      Operands operands = new Operands(rows, outputs, inputs, arena);
      List<Runnable> products = bfloats ? bfloats(operands, arena) : floats(operands, arena);
      StringBuilder seconds = new StringBuilder();
      for (Runnable product : products) {
        product.run();
        long started = System.nanoTime();
        for (int i = 0; i < times; i++) {
          product.run();
        }
        seconds.append((System.nanoTime() - started) / 1e9 / times).append(' ');
      }
      return seconds.toString().strip();
    }
  }

  /** What is multiplied, and what becomes of it. */
  private static final class Operands {
    private final Tensor x;
    private final Tensor w;
    private final Tensor dy;
    private final Tensor y;
    private final Tensor dx;
    private final Tensor dw;

    Operands(int rows, int outputs, int inputs, Arena arena) {
      x = random(rows, inputs, arena);
      w = random(outputs, inputs, arena);
      dy = random(rows, outputs, arena);
      y = Tensor.zeros(Shape.of(rows, outputs), arena);
      dx = Tensor.zeros(Shape.of(rows, inputs), arena);
      dw = Tensor.zeros(Shape.of(outputs, inputs), arena);
    }

    private static Tensor random(int rows, int columns, Arena arena) {
      Random random = new Random(42);
      Tensor tensor = Tensor.zeros(Shape.of(rows, columns), arena);
      for (long i = 0; i < tensor.shape().elements(); i++) {
        tensor.data().setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextFloat() - 0.5f);
      }
      return tensor;
    }
  }

  private List<Runnable> bfloats(Operands all, Arena arena) {
    BfloatProducts products =
        KernelSelection.current()
            .packed()
            .flatMap(PackedKernels::bfloats)
            .orElseThrow(() -> new IllegalStateException("bf16 is not faster than f32 here"));
    BfloatMultiplier multiplier = new BfloatMultiplier(products, parallel);
    Packed packed = new Packed(products, arena);
    return List.of(
        multiplication(
            multiplier,
            packed.of(LEFT, ALONG_ROWS, all.x),
            packed.of(RIGHT, ALONG_ROWS, all.w),
            false,
            all.y),
        multiplication(
            multiplier,
            packed.of(LEFT, ALONG_ROWS, all.dy),
            packed.of(RIGHT, ALONG_COLUMNS, all.w),
            false,
            all.dx),
        multiplication(
            multiplier,
            packed.of(LEFT, ALONG_COLUMNS, all.dy),
            packed.of(RIGHT, ALONG_COLUMNS, all.x),
            true,
            all.dw));
  }

  private record Packed(BfloatProducts products, Arena arena) {
    Packing of(Side side, Summed summed, Tensor matrix) {
      long bytes = products.bytes(side, summed, matrix);
      MemorySegment memory = arena.allocate(bytes, Tensor.ALIGNMENT_BYTES);
      return new Packing(matrix, products.operand(side, summed, matrix, memory));
    }
  }

  private static Runnable multiplication(
      BfloatMultiplier multiplier, Packing left, Packing right, boolean accumulate, Tensor y) {
    Factors factors = new Factors(left.operand(), right.operand());
    List<Product> products = List.of(new Product(List.of(factors), accumulate, y));
    return () -> {
      multiplier.pack(List.of(left, right));
      multiplier.multiply(products);
    };
  }

  private List<Runnable> floats(Operands all, Arena arena) {
    int columns = Math.max(all.w.rows(), all.w.columns());
    long bytes =
        Math.max(
            kernels.scratchBytes(columns, 1), kernels.gradients().scratchBytes(columns, 1, 16));
    MemorySegment[] scratch = new MemorySegment[parallel.threads()];
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = arena.allocate(bytes, Tensor.ALIGNMENT_BYTES);
    }
    return List.of(
        () ->
            overBlocks(
                all.y,
                (worker, row, toRow, column, toColumn) ->
                    kernels.linear(
                        all.x.rows(row, toRow),
                        all.w,
                        column,
                        toColumn,
                        all.y.rows(row, toRow),
                        scratch[worker])),
        () ->
            overBlocks(
                all.dx,
                (worker, row, toRow, column, toColumn) ->
                    kernels
                        .gradients()
                        .linearInput(
                            all.dy,
                            all.w,
                            row,
                            toRow,
                            column,
                            toColumn,
                            false,
                            all.dx,
                            scratch[worker])),
        () ->
            overBlocks(
                all.dw,
                (worker, row, toRow, column, toColumn) ->
                    kernels
                        .gradients()
                        .linearWeight(
                            all.dy, all.x, row, toRow, column, toColumn, all.dw, scratch[worker])));
  }

  /** Computes a block of a result. */
  private interface Block {
    void run(int worker, int fromRow, int toRow, int fromColumn, int toColumn);
  }

  private void overBlocks(Tensor y, Block block) {
    int width = kernels.grain(y.rows());
    int height = y.columns() / width >= 4 * parallel.threads() ? y.rows() : ROWS;
    int below = Math.ceilDiv(y.rows(), height);
    parallel.forRanges(
        below * Math.ceilDiv(y.columns(), width),
        1,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            int row = i % below * height;
            int column = i / below * width;
            int toRow = Math.min(y.rows(), row + height);
            block.run(worker, row, toRow, column, Math.min(y.columns(), column + width));
          }
        });
  }
}
