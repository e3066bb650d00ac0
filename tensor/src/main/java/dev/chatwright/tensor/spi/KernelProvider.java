package dev.chatwright.tensor.spi;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.NarrowProducts;
import java.util.Optional;

/** Offers kernels for some kind of machine. Found with {@link java.util.ServiceLoader}. */
public interface KernelProvider {

  /** Returns the name a person may force with {@code --kernels}, such as {@code vector}. */
  String name();

  /** Returns why these kernels cannot run here, or empty if they can. Must not throw. */
  Optional<String> unsupportedBecause();

  /** Returns this provider's rank; the highest supported one wins. */
  int priority();

  /** Returns the kernels. Called only where nothing speaks against them. */
  Kernels kernels();

  /**
   * Returns the same kernels, which attend to what is stored in fewer bits than floats by somebody
   * else's products.
   */
  Kernels kernels(NarrowProducts attention);
}
