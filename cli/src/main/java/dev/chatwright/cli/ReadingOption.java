package dev.chatwright.cli;

import dev.chatwright.training.data.DataInput;
import dev.chatwright.training.data.FileFormat;
import dev.chatwright.training.data.ReadOptions;
import dev.chatwright.training.data.RowShape;
import dev.chatwright.training.data.Separator;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How files of examples are read. */
final class ReadingOption {
  @Option(
      names = "--format",
      paramLabel = "F",
      description = "text, json_lines, json_array, csv or parquet (default: found out).")
  private @Nullable FileFormat format;

  @Option(
      names = "--shape",
      paramLabel = "S",
      description =
          "text, messages, sharegpt, alpaca, prompt, preference or rated (default: that of the"
              + " first row).")
  private @Nullable RowShape shape;

  @Option(
      names = "--separator",
      paramLabel = "T",
      defaultValue = "auto",
      description =
          "What lies between documents of a text: none, blank-line, or a mark (default: auto,"
              + " which is <|endoftext|> where it occurs).")
  private String separator = "auto";

  /** Returns files as inputs that are read so. */
  List<DataInput> inputs(List<Path> files) {
    return files.stream().map(file -> new DataInput(file, 1, "", options())).toList();
  }

  ReadOptions options() {
    ReadOptions options = ReadOptions.DEFAULT.withSeparator(Separator.of(separator));
    options = format == null ? options : options.withFormat(format);
    return shape == null ? options : options.withShape(shape);
  }
}
