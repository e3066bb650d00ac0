package dev.chatwright.model;

import dev.chatwright.tensor.AttentionShape;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention of positions to those of their own sequence, through its cache.
 *
 * <p>Immutable.
 *
 * @param layer which layer of the cache
 * @param queryNorm applied to each head, or null
 * @param keyNorm the same
 * @param rotary the rotation of this layer
 * @param local whether the layer has a window, and so its own rotation
 */
record SelfAttention(
    int layer,
    AttentionShape shape,
    Linear query,
    Linear key,
    Linear value,
    Linear output,
    @Nullable RmsNorm queryNorm,
    @Nullable RmsNorm keyNorm,
    RotarySpec rotary,
    boolean local)
    implements Residual.Sublayer {
  private static final int TILE_ROWS = 64;

  /** Below this many products attention costs less than waking the workers. */
  private static final long SERIAL_PRODUCTS = 1 << 15;

  static SelfAttention read(ArchSpec spec, int layer, String prefix, WeightReader weights) {
    AttentionSpec attention = spec.attention();
    int queryWidth = attention.queryWidth();
    boolean local = attention.windows().get(layer) > 0;
    List<Linear> projections = projections(spec, prefix, weights);
    boolean norm = attention.queryKeyNorm();
    int head = attention.headWidth();
    return new SelfAttention(
        layer,
        attention.shape(layer),
        projections.get(0),
        projections.get(1),
        projections.get(2),
        weights.linear(prefix + "attn_output", spec.width(), queryWidth, false),
        norm ? RmsNorm.read(spec.norms(), prefix + "attn_q_norm", head, weights) : null,
        norm ? RmsNorm.read(spec.norms(), prefix + "attn_k_norm", head, weights) : null,
        local ? attention.localRotary() : attention.rotary(),
        local);
  }

  private static List<Linear> projections(ArchSpec spec, String prefix, WeightReader weights) {
    AttentionSpec attention = spec.attention();
    int queries = attention.queryWidth();
    int keys = attention.keyValueWidth();
    boolean bias = attention.bias();
    if (weights.has(prefix + "attn_qkv.weight")) {
      List<Integer> outputs = List.of(queries, keys, keys);
      return weights.fused(prefix + "attn_qkv", outputs, spec.width(), bias);
    }
    return List.of(
        weights.linear(prefix + "attn_q", queries, spec.width(), bias),
        weights.linear(prefix + "attn_k", keys, spec.width(), bias),
        weights.linear(prefix + "attn_v", keys, spec.width(), bias));
  }

  @Override
  public void forward(Tensor x, Tensor y, ForwardPass pass) {
    Activations activations = pass.activations();
    project(x, activations, pass);
    pass.overRows(query.outputs(), (worker, from, to) -> placeHeads(activations, from, to, pass));
    store(pass);
    attend(pass);
    output.forward(activations.attended(), y, pass);
  }

  /** Computes queries, keys and values in one loop over the rows of their weights. */
  private void project(Tensor x, Activations activations, ForwardPass pass) {
    Linear.prepare(x, pass, query, key, value);
    int keysFrom = query.outputs();
    int valuesFrom = keysFrom + key.outputs();
    pass.parallel(
        valuesFrom + value.outputs(),
        pass.grain(),
        (worker, from, to) -> {
          query.multiply(x, from, to, activations.queries(), pass, worker);
          key.multiply(x, from - keysFrom, to - keysFrom, activations.keys(), pass, worker);
          value.multiply(x, from - valuesFrom, to - valuesFrom, activations.values(), pass, worker);
        });
  }

  /** Adds biases, normalises heads and rotates them by their position. */
  private void placeHeads(Activations activations, int from, int to, ForwardPass pass) {
    Kernels kernels = pass.kernels();
    query.addBias(from, to, activations.queries(), pass);
    key.addBias(from, to, activations.keys(), pass);
    value.addBias(from, to, activations.values(), pass);
    normHeads(queryNorm, activations.queriesByHead(), shape.heads(), from, to, kernels);
    normHeads(keyNorm, activations.keysByHead(), shape.keyValueHeads(), from, to, kernels);
    if (rotary.rotated() > 0) {
      Activations.Rotation rotation = local ? activations.localRotation() : activations.rotation();
      rotate(activations.queries(), rotation, from, to, kernels);
      rotate(activations.keys(), rotation, from, to, kernels);
    }
  }

  private static void normHeads(
      @Nullable RmsNorm norm, Tensor byHead, int heads, int from, int to, Kernels kernels) {
    if (norm != null) {
      norm.forward(byHead, from * heads, to * heads, byHead, kernels);
    }
  }

  private void rotate(Tensor x, Activations.Rotation rotation, int from, int to, Kernels kernels) {
    kernels.rotate(
        x, shape.headWidth(), rotation.cos(), rotation.sin(), rotary.interleaved(), from, to);
  }

  private void store(ForwardPass pass) {
    List<ForwardPass.Segment> pieces = pass.pieces();
    Parallel.RangeTask task =
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            ForwardPass.Segment piece = pieces.get(i);
            pass.kernels()
                .store(
                    piece.keys(),
                    piece.values(),
                    shape.headWidth(),
                    piece.firstPosition(),
                    piece.cache().layer(layer));
          }
        };
    if (pass.rows() <= TILE_ROWS) {
      task.run(0, 0, pieces.size());
    } else {
      pass.parallel(pieces.size(), 1, task);
    }
  }

  /** Attends in one loop over tiles of rows and heads of all sequences. */
  private void attend(ForwardPass pass) {
    int tiles = 0;
    long products = 0;
    for (ForwardPass.Segment segment : pass.segments()) {
      tiles += tiles(segment);
      products += (long) segment.rows() * (segment.firstPosition() + segment.rows());
    }
    int count = tiles * shape.heads();
    if (products * query.outputs() < SERIAL_PRODUCTS) {
      attendTiles(0, 0, count, pass);
    } else {
      pass.parallel(count, 1, (worker, from, to) -> attendTiles(worker, from, to, pass));
    }
  }

  private static int tiles(ForwardPass.Segment segment) {
    return Math.ceilDiv(segment.rows(), TILE_ROWS);
  }

  private void attendTiles(int worker, int from, int to, ForwardPass pass) {
    int heads = shape.heads();
    int first = 0;
    for (ForwardPass.Segment segment : pass.segments()) {
      int count = tiles(segment) * heads;
      int last = Math.min(to - first, count);
      for (int i = Math.max(0, from - first); i < last; ) {
        int head = i % heads;
        int toHead = Math.min(heads, head + last - i);
        attendTile(segment, i / heads, head, toHead, pass, worker);
        i += toHead - head;
      }
      first += count;
    }
  }

  private void attendTile(
      ForwardPass.Segment segment,
      int tile,
      int fromHead,
      int toHead,
      ForwardPass pass,
      int worker) {
    int fromRow = tile * TILE_ROWS;
    pass.kernels()
        .attention(
            shape,
            segment.queries(),
            segment.cache().layer(layer),
            segment.firstPosition(),
            fromRow,
            Math.min(fromRow + TILE_ROWS, segment.rows()),
            fromHead,
            toHead,
            segment.attended(),
            pass.scratch(worker));
  }
}
