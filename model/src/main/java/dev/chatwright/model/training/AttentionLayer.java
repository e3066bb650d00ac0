package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.AttentionSpec;
import dev.chatwright.tensor.AttentionShape;
import dev.chatwright.tensor.Tensor;
import java.util.List;

/**
 * Attention of rows to those of their own document.
 *
 * <p>Immutable.
 *
 * @param shape what the kernel must know
 */
record AttentionLayer(
    AttentionShape shape,
    LinearLayer query,
    LinearLayer key,
    LinearLayer value,
    LinearLayer output) {

  static AttentionLayer of(ArchSpec spec, int layer, String prefix, Learner learner) {
    AttentionSpec attention = spec.attention();
    AttentionShape shape =
        new AttentionShape(
            attention.heads(),
            attention.keyValueHeads(),
            attention.headWidth(),
            attention.scale(),
            0,
            attention.windows().get(layer),
            true);
    LinearLayer output = learner.linear(prefix + "attn_output");
    if (learner.findProduct(prefix + "attn_qkv.weight").isPresent()) {
      LinearLayer all = learner.linear(prefix + "attn_qkv");
      int keys = attention.queryWidth();
      int values = keys + attention.keyValueWidth();
      return new AttentionLayer(
          shape,
          all.part(0, keys),
          all.part(keys, values),
          all.part(values, all.outputs()),
          output);
    }
    return new AttentionLayer(
        shape,
        learner.linear(prefix + "attn_q"),
        learner.linear(prefix + "attn_k"),
        learner.linear(prefix + "attn_v"),
        output);
  }

  /** Computes {@code y} {@code [T, C]} of the normalised rows in {@code saved}. */
  void forward(LayerActivations saved, Step step, Tensor y) {
    project(saved, step.workers());
    step.rotations().forward(saved.queries(), step.workers());
    step.rotations().forward(saved.keys(), step.workers());
    attend(saved, step);
    output.forward(saved.attended(), y, step.workers());
  }

  /** Multiplies by all three weights in one loop. */
  private void project(LayerActivations saved, Workers workers) {
    Tensor x = saved.attentionInput();
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
          Tensor q = saved.queries().rows(fromRow, toRow);
          Tensor k = saved.keys().rows(fromRow, toRow);
          Tensor v = saved.values().rows(fromRow, toRow);
          LinearLayer.multiply(rows, byQuery, from, to, q, workers, worker);
          LinearLayer.multiply(rows, byKey, from - keys, to - keys, k, workers, worker);
          LinearLayer.multiply(rows, byValue, from - values, to - values, v, workers, worker);
        });
    query.addBias(saved.queries(), workers);
    key.addBias(saved.keys(), workers);
    value.addBias(saved.values(), workers);
  }

  private void attend(LayerActivations saved, Step step) {
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

  /** Sets {@code dx} {@code [T, C]}, the gradient of the normalised rows. */
  void backward(LayerActivations saved, Tensor dy, Tensor dx, Step step) {
    Workers workers = step.workers();
    BackwardMemory memory = step.memory();
    output.backwardInput(dy, memory.attended(), workers);
    output.backwardParameters(dy, saved.attended(), workers);
    attendBackward(saved, step);
    step.rotations().backward(memory.queries(), workers);
    step.rotations().backward(memory.keys(), workers);
    LinearLayer.backwardInput(
        List.of(
            new LinearLayer.Term(query, memory.queries()),
            new LinearLayer.Term(key, memory.keys()),
            new LinearLayer.Term(value, memory.values())),
        dx,
        workers);
    query.backwardParameters(memory.queries(), saved.attentionInput(), workers);
    key.backwardParameters(memory.keys(), saved.attentionInput(), workers);
    value.backwardParameters(memory.values(), saved.attentionInput(), workers);
  }

  private void attendBackward(LayerActivations saved, Step step) {
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
