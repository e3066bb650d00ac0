package dev.chatwright.model.training;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The matrix of a product, and what of it learns.
 *
 * <p>Immutable, but for what the tensors hold.
 */
sealed interface ProductWeight permits ProductWeight.Trained, ProductWeight.Frozen, ChangedWeight {

  /** Returns N. */
  int outputs();

  /** Returns K. */
  int inputs();

  /** Returns rows {@code [from, to)}. */
  ProductWeight part(int from, int to);

  /**
   * Returns {@code [N, K]}, of any element type, valid until the same room is asked for again.
   *
   * @param room which of the workers' rooms may be used
   */
  Tensor operand(int room, Workers workers);

  /** Returns the same as floats. */
  Tensor floats(int room, Workers workers);

  /** Returns whether its numbers never change, so that what is made of them can be kept. */
  boolean isConstant();

  /** Returns the gradient of the matrix if all of it learns by itself, else null. */
  @Nullable Tensor wholeGradient();

  /**
   * Adds to the gradients of what learns.
   *
   * @param dy {@code [T, N]}
   * @param x {@code [T, K]}
   */
  void backward(Tensor dy, Tensor x, Workers workers);

  /**
   * A matrix all of which learns.
   *
   * @param parameter {@code [N, K]}
   */
  record Trained(Parameter parameter) implements ProductWeight {
    @Override
    public int outputs() {
      return parameter.value().rows();
    }

    @Override
    public int inputs() {
      return parameter.value().columns();
    }

    @Override
    public ProductWeight part(int from, int to) {
      return new Trained(parameter.part(from, to));
    }

    @Override
    public Tensor operand(int room, Workers workers) {
      return parameter.value();
    }

    @Override
    public Tensor floats(int room, Workers workers) {
      return parameter.value();
    }

    @Override
    public boolean isConstant() {
      return false;
    }

    @Override
    public Tensor wholeGradient() {
      return parameter.gradient();
    }

    @Override
    public void backward(Tensor dy, Tensor x, Workers workers) {
      Tensor gradient = parameter.gradient();
      workers.overGradient(
          outputs(),
          inputs(),
          (worker, fromRow, toRow, from, to) ->
              workers
                  .gradients()
                  .linearWeight(
                      dy, x, fromRow, toRow, from, to, gradient, workers.scratch(worker)));
    }
  }

  /**
   * A matrix that stays as it is.
   *
   * @param weight {@code [N, K]}, of any element type
   */
  record Frozen(Tensor weight) implements ProductWeight {
    @Override
    public int outputs() {
      return weight.rows();
    }

    @Override
    public int inputs() {
      return weight.columns();
    }

    @Override
    public ProductWeight part(int from, int to) {
      return new Frozen(weight.rows(from, to));
    }

    @Override
    public Tensor operand(int room, Workers workers) {
      return weight;
    }

    @Override
    public Tensor floats(int room, Workers workers) {
      if (weight.type() == ElementType.F32) {
        return weight;
      }
      Tensor decoded = workers.room(room, outputs(), inputs());
      workers.overOutputs(
          outputs(),
          (worker, from, to) ->
              workers.kernels().copyRows(weight, from, to, decoded, workers.scratch(worker)));
      return decoded;
    }

    @Override
    public boolean isConstant() {
      return true;
    }

    @Override
    public @Nullable Tensor wholeGradient() {
      return null;
    }

    @Override
    public void backward(Tensor dy, Tensor x, Workers workers) {}
  }
}
