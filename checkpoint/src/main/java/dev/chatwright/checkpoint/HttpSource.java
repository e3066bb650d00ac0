package dev.chatwright.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The addresses at which known models are published. Safe for use by several threads. */
record HttpSource(HttpDownload download) implements ModelSource {

  @Override
  public String describe(KnownModel model) {
    return String.valueOf(model.files().getFirst().address());
  }

  @Override
  public void fetch(KnownModel model, Path staging, PullListener listener)
      throws IOException, InterruptedException {
    for (KnownModel.KnownFile file : model.files()) {
      Path target = staging.resolve(file.name());
      Files.createDirectories(target.toAbsolutePath().getParent());
      HttpDownload.Order order =
          new HttpDownload.Order(
              file.address(), target, file.maxBytes(), false, file.sha256() != null);
      if (!isComplete(file, target)) {
        download.fetch(order, (done, total) -> listener.progress(file.name(), done, total));
      }
      ModelSource.requireHash(file, target);
      Files.deleteIfExists(order.tag());
    }
  }

  private static boolean isComplete(KnownModel.KnownFile file, Path target) throws IOException {
    return file.sha256() != null && Files.exists(target) && Files.size(target) == file.maxBytes();
  }
}
