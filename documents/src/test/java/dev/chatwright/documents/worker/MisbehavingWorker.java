package dev.chatwright.documents.worker;

import dev.chatwright.documents.Job;
import dev.chatwright.documents.Reply;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A reading process that does what the name of the file says, all of it bad. */
public final class MisbehavingWorker {
  private MisbehavingWorker() {}

  public static void main(String[] arguments) throws IOException {
    WorkerMain.serve(arguments, MisbehavingWorker::answer);
  }

  private static Reply answer(Job job) {
    switch (job instanceof Job.Read read ? read.name() : "") {
      case "hang" -> hang();
      case "exit" -> Runtime.getRuntime().halt(9);
      case "memory" -> fillMemory();
      case "garbage" -> writeGarbage();
      default -> {}
    }
    return WorkerMain.answer(job);
  }

  private static void hang() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  private static void fillMemory() {
    ByteArrayOutputStream memory = new ByteArrayOutputStream();
    while (true) {
      memory.writeBytes(new byte[10_000_000]);
    }
  }

  private static void writeGarbage() {
    try (FileOutputStream pipe = new FileOutputStream(FileDescriptor.out)) {
      pipe.write("{\"pages\": 2147483647, \"text\": \"...\"}".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
