package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.AttentionSpec;
import dev.chatwright.tensor.AttentionShape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention of rows to those of their own document.
 *
 * <p>Immutable.
 *
 * @param shape what the kernel must know
 * @param norms of the heads of queries and keys, or null
 * @param local whether the layer has a window, and so its own rotation
 */
record AttentionLayer(
    AttentionShape shape,
    LinearLayer query,
    LinearLayer key,
    LinearLayer value,
    LinearLayer output,
    @Nullable HeadNorms norms,
    boolean local)
    implements Sublayer {

  static AttentionLayer of(ArchSpec spec, int layer, String prefix, Learner learner, Arena arena) {
    AttentionSpec attention = spec.attention();
    List<LinearLayer> projections = projections(attention, prefix, learner);
    return new AttentionLayer(
        attention.shape(layer),
        projections.get(0),
        projections.get(1),
        projections.get(2),
        learner.linear(prefix + "attn_output"),
        attention.queryKeyNorm() ? HeadNorms.of(spec, prefix, learner, arena) : null,
        attention.windows().get(layer) > 0);
  }

  private static List<LinearLayer> projections(
      AttentionSpec attention, String prefix, Learner learner) {
    if (learner.findProduct(prefix + "attn_qkv.weight").isPresent()) {
      LinearLayer all = learner.linear(prefix + "attn_qkv");
      int keys = attention.queryWidth();
      int values = keys + attention.keyValueWidth();
      return List.of(all.part(0, keys), all.part(keys, values), all.part(values, all.outputs()));
    }
    return List.of(
        learner.linear(prefix + "attn_q"),
        learner.linear(prefix + "attn_k"),
        learner.linear(prefix + "attn_v"));
  }

  @Override
  public void forward(Tensor x, LayerActivations saved, Tensor y, Step step) {
    project(x, saved.attention(), step.workers());
    placeHeads(saved.attention(), step);
    attend(saved.attention(), step);
    output.forward(saved.attention().attended(), y, step.workers());
  }

  @Override
  public void recomputeElements(LayerActivations saved, Step step) {
    if (norms != null) {
      placeHeads(saved.attention(), step);
    }
  }

  /** Normalises heads and rotates them by their position. */
  private void placeHeads(AttentionActivations saved, Step step) {
    if (norms != null) {
      norms.forward(saved, step.workers());
    }
    Rotations rotations = step.rotations(local);
    rotations.forward(saved.queries(), step.workers());
    rotations.forward(saved.keys(), step.workers());
  }

  /** Multiplies by all three weights in one loop. */
  private void project(Tensor x, AttentionActivations saved, Workers workers) {
    Tensor queries = saved.projectedQueries();
    Tensor projectedKeys = saved.projectedKeys();
    BfloatWork bfloats = workers.bfloats();
    if (bfloats == null) {
      projectFloats(x, saved, workers);
    } else {
      bfloats.forward(
          x,
          List.of(
              new BfloatWork.Forward(query.weight().floats(0, workers), queries),
              new BfloatWork.Forward(key.weight().floats(1, workers), projectedKeys),
              new BfloatWork.Forward(value.weight().floats(2, workers), saved.values())));
    }
    query.addBias(queries, workers);
    key.addBias(projectedKeys, workers);
    value.addBias(saved.values(), workers);
  }

  private void projectFloats(Tensor x, AttentionActivations saved, Workers workers) {
    Tensor queries = saved.projectedQueries();
    Tensor projectedKeys = saved.projectedKeys();
    int keys = query.outputs();
    int values = keys + key.outputs();
    Tensor byQuery = query.weight().operand(0, workers);
    Tensor byKey = key.weight().operand(1, workers);
    Tensor byValue = value.weight().operand(2, workers);
    workers.overBlocks(
        x.rows(),
        values + value.outputs(),
        (worker, fromRow, toRow, from, to) -> {
          Tensor rows = x.rows(fromRow, toRow);
          Tensor q = queries.rows(fromRow, toRow);
          Tensor k = projectedKeys.rows(fromRow, toRow);
          Tensor v = saved.values().rows(fromRow, toRow);
          LinearLayer.multiply(rows, byQuery, from, to, q, workers, worker);
          LinearLayer.multiply(rows, byKey, from - keys, to - keys, k, workers, worker);
          LinearLayer.multiply(rows, byValue, from - values, to - values, v, workers, worker);
        });
  }

  private void attend(AttentionActivations saved, Step step) {
    Workers workers = step.workers();
    int length = step.batch().length();
    workers.each(
        step.batch().sequences() * shape.heads(),
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            int row = i / shape.heads() * length;
            workers
                .gradients()
                .attend(
                    shape,
                    saved.queries(),
                    saved.keys(),
                    saved.values(),
                    step.batch().starts(),
                    row,
                    row + length,
                    i % shape.heads(),
                    saved.attended(),
                    saved.logSums(),
                    workers.scratch(worker));
          }
        });
  }

  @Override
  public void backward(Tensor x, LayerActivations saved, Tensor dy, Tensor dx, Step step) {
    Workers workers = step.workers();
    BackwardMemory memory = step.memory();
    output.backward(dy, saved.attention().attended(), memory.attended(), workers);
    attendBackward(saved.attention(), step);
    placeHeadsBackward(saved.attention(), step);
    LinearLayer.backward(
        List.of(
            new LinearLayer.Term(query, memory.projectedQueries()),
            new LinearLayer.Term(key, memory.projectedKeys()),
            new LinearLayer.Term(value, memory.values())),
        x,
        dx,
        workers);
  }

  private void placeHeadsBackward(AttentionActivations saved, Step step) {
    BackwardMemory memory = step.memory();
    Rotations rotations = step.rotations(local);
    rotations.backward(memory.queries(), step.workers());
    rotations.backward(memory.keys(), step.workers());
    if (norms != null) {
      norms.backward(saved, memory, step.workers());
    }
  }

  private void attendBackward(AttentionActivations saved, Step step) {
    Workers workers = step.workers();
    BackwardMemory memory = step.memory();
    int length = step.batch().length();
    workers.each(
        step.batch().sequences() * shape.keyValueHeads(),
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            int row = i / shape.keyValueHeads() * length;
            workers
                .gradients()
                .attention(
                    shape,
                    saved.queries(),
                    saved.keys(),
                    saved.values(),
                    step.batch().starts(),
                    row,
                    row + length,
                    i % shape.keyValueHeads(),
                    saved.attended(),
                    saved.logSums(),
                    memory.attended(),
                    memory.queries(),
                    memory.keys(),
                    memory.values(),
                    workers.scratch(worker));
          }
        });
  }
}
