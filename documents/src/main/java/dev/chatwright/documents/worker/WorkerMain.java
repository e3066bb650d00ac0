package dev.chatwright.documents.worker;

import dev.chatwright.documents.Job;
import dev.chatwright.documents.JobFrame;
import dev.chatwright.documents.Reply;
import dev.chatwright.documents.ReplyFrame;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.Function;

/**
 * The reading process: answers jobs from its standard input until that ends. *Confined to one
 * thread.*
 */
public final class WorkerMain {
  private static final int READY = 0x43575231;

  private WorkerMain() {}

  /** Runs; {@code arguments} are the milliseconds a job may take. */
  public static void main(String[] arguments) throws IOException {
    serve(arguments, WorkerMain::answer);
  }

  /** Answers every job by {@code answer}. */
  static void serve(String[] arguments, Function<Job, Reply> answer) throws IOException {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    silenceLibraries();
    Offline.enforce();
    Watchdog watchdog = Watchdog.start(Long.parseLong(arguments[0]));
    out.writeInt(READY);
    out.flush();
    try {
      while (true) {
        Job job = JobFrame.read(in);
        watchdog.begin();
        ReplyFrame.write(out, answer.apply(job));
        watchdog.end();
      }
    } catch (EOFException _) {
      // The server has ended or needs this process no more.
    }
  }

  static Reply answer(Job job) {
    return switch (job) {
      case Job.Read read -> DocumentReading.read(read);
      case Job.Clean clean -> ImageCleaning.clean(clean);
    };
  }

  /** Libraries print parts of documents when they fail; the standard output is the pipe. */
  private static void silenceLibraries() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false);
    System.setOut(nowhere);
    System.setErr(nowhere);
  }
}
