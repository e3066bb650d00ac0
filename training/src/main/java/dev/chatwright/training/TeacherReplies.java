package dev.chatwright.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatwright.checkpoint.BoundedJson;
import dev.chatwright.checkpoint.Sha256;
import dev.chatwright.inference.EngineOptions;
import dev.chatwright.inference.LanguageModel;
import dev.chatwright.tokenizer.template.ChatMessage;
import dev.chatwright.training.data.Prompt;
import dev.chatwright.training.data.PromptReader;
import dev.chatwright.training.runs.DataFile;
import dev.chatwright.training.runs.RunFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a teacher answers to the prompts of a run, as conversations in a file of lines, from which
 * the run's student then learns.
 *
 * <p>Each line has an id of all that it depends on: teacher, seed, how tokens are drawn, and the
 * prompt with its number. Lines with the ids expected are kept; from the first other one on, as
 * where a crash tore a line, the teacher answers again, and the same.
 *
 * <p>Confined to one thread.
 */
public final class TeacherReplies {
  /** The role of the conversations among the files of a run. */
  public static final String REPLIES = "replies";

  private static final String FILE = "replies.jsonl";
  private static final int MOST_PROMPTS = 10_000_000;

  private final Path file;
  private final List<Prompt> prompts;
  private final Teacher.Manner manner;
  private final String identity;

  /** Is told how many prompts of all are answered. */
  @FunctionalInterface
  public interface Progress {
    /** One more is. */
    void answered(long prompts, long all);
  }

  private TeacherReplies(
      Path folder, List<Prompt> prompts, Teacher.Manner manner, String teacherSha256) {
    this.file = folder.resolve(FILE);
    this.prompts = prompts;
    this.manner = manner;
    identity = Sha256.of(List.of(teacherSha256, manner).toString());
  }

  /**
   * Reads the prompts of a run.
   *
   * @param described the run's files
   * @param badRows takes the rows that ask nothing
   * @throws IOException if they cannot be read, or are none
   */
  static TeacherReplies of(
      TuningRecipe recipe,
      TuningFiles files,
      List<DataFile> described,
      Path folder,
      BadRows badRows)
      throws IOException {
    if (recipe.distil().isEmpty()
        || !(recipe.distil().get().source() instanceof DistilOptions.Replies options)) {
      throw new IllegalArgumentException("no teacher answers in a run of " + recipe.kind().label());
    }
    String teacher =
        described.stream()
            .filter(each -> each.role().equals(TuningFiles.TEACHER))
            .map(DataFile::sha256)
            .findFirst()
            .orElseThrow(() -> new IOException("distil.teacher is missing: the model to answer"));
    List<Prompt> prompts = prompts(files.examples(), badRows);
    return new TeacherReplies(folder, prompts, new Teacher.Manner(options, recipe.seed()), teacher);
  }

  private static List<Prompt> prompts(Path file, BadRows badRows) throws IOException {
    List<Prompt> prompts = new ArrayList<>();
    try (PromptReader reader = PromptReader.open(file)) {
      for (@Nullable Prompt next = badRows.next(reader::next);
          next != null;
          next = badRows.next(reader::next)) {
        prompts.add(next);
        if (prompts.size() > MOST_PROMPTS) {
          throw new IOException(
              "%s has more than %,d prompts; split it".formatted(file, MOST_PROMPTS));
        }
      }
    }
    if (prompts.isEmpty()) {
      throw new IOException(file + " has no prompt that a teacher could answer");
    }
    return prompts;
  }

  /**
   * Has the teacher answer what it has not answered yet.
   *
   * @param folder the run's; made if it is not there
   * @param stop is asked while it answers whether to return early; only the conversation under way
   *     is lost then
   * @return whether every prompt is answered
   * @throws IOException if something cannot be read or written, or the teacher fails
   */
  public static boolean complete(
      TuningRecipe recipe,
      TuningFiles files,
      Path folder,
      EngineOptions engine,
      Progress progress,
      BooleanSupplier stop)
      throws IOException {
    BadRows badRows = new BadRows(recipe.skipsBadRows());
    TeacherReplies replies = of(recipe, files, files.describe(), folder, badRows);
    RunFolder locked = RunFolder.open(folder);
    try {
      Kept kept = replies.kept();
      return kept.lines() == replies.prompts.size()
          || replies.goOn(kept, files.teacher().orElseThrow(), engine, progress, stop);
    } finally {
      locked.close();
    }
  }

  private boolean goOn(
      Kept kept, Path teacher, EngineOptions engine, Progress progress, BooleanSupplier stop)
      throws IOException {
    try (FileChannel channel = openAfter(kept);
        LanguageModel model = LanguageModel.load(teacher, TuningFiles.TEACHER, engine)) {
      return answer(kept.lines(), new Teacher(model, manner), channel, progress, stop);
    }
  }

  /**
   * What of the file is as it should be.
   *
   * @param lines how many
   * @param answered in how many of them the teacher said something
   * @param bytes up to their end
   */
  private record Kept(int lines, int answered, long bytes) {}

  private Kept kept() throws IOException {
    if (!Files.isRegularFile(file)) {
      return new Kept(0, 0, 0);
    }
    byte[] whole = Files.readAllBytes(file);
    int lines = 0;
    int answered = 0;
    int begin = 0;
    for (int end = 0; end < whole.length && lines < prompts.size(); end++) {
      if (whole[end] == '\n') {
        JsonNode row = row(new String(whole, begin, end - begin, UTF_8));
        if (!row.path("id").asString("").equals(id(lines))) {
          break;
        }
        lines++;
        answered += isAnswered(row) ? 1 : 0;
        begin = end + 1;
      }
    }
    return new Kept(lines, answered, begin);
  }

  private static JsonNode row(String line) {
    try {
      return BoundedJson.MAPPER.readTree(line);
    } catch (JacksonException _) {
      return BoundedJson.MAPPER.nullNode();
    }
  }

  private static boolean isAnswered(JsonNode row) {
    return row.path("messages")
        .valueStream()
        .anyMatch(message -> message.path("role").asString("").equals(Teacher.ASSISTANT));
  }

  private String id(int prompt) {
    return Sha256.of(List.of(identity, prompt, prompts.get(prompt).messages()).toString());
  }

  private FileChannel openAfter(Kept kept) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      channel.truncate(kept.bytes());
      channel.position(kept.bytes());
      return channel;
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  private boolean answer(
      int from, Teacher teacher, FileChannel channel, Progress progress, BooleanSupplier stop)
      throws IOException {
    for (int i = from; i < prompts.size(); i++) {
      Optional<Teacher.Answer> said = teacher.answer(prompts.get(i), i, stop);
      if (said.isEmpty()) {
        channel.force(false);
        return false;
      }
      write(line(i, said.get()), channel);
      progress.answered(i + 1, prompts.size());
    }
    channel.force(false);
    return true;
  }

  private String line(int prompt, Teacher.Answer said) {
    ObjectNode row = BoundedJson.MAPPER.createObjectNode();
    ArrayNode messages = row.putArray("messages");
    for (ChatMessage message : said.messages()) {
      messages.addObject().put("role", message.role()).put("content", message.content());
    }
    if (said.cut()) {
      row.put("cut", true); // for who reads the file
    }
    return row.put("id", id(prompt)).toString();
  }

  private static void write(String line, FileChannel channel) throws IOException {
    ByteBuffer bytes = UTF_8.encode(line + "\n");
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Returns the file.
   *
   * @throws IOException if a prompt is not answered yet, or none was to its end
   */
  Path requireAll() throws IOException {
    Kept kept = kept();
    if (kept.lines() < prompts.size()) {
      throw new IOException(
          "%s has answers to %,d of %,d prompts; go on with tune distil"
              .formatted(file, kept.lines(), prompts.size()));
    }
    if (kept.answered() == 0) {
      throw new IOException(
          "%s: the teacher ended no answer within distil.tokens, %d; choose more of them, or a teacher that was taught to chat"
              .formatted(file, manner.options().tokens()));
    }
    return file;
  }
}
