package dev.chatwright.checkpoint;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The first bytes of files that are refused, whatever they are called. */
final class FileMagic {
  private static final String CODE =
      ", which can run code when it is opened; convert it to safetensors or GGUF elsewhere";

  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("PK\u0003\u0004", "a zip archive, such as a PyTorch .pt or .bin file" + CODE),
          Map.entry("PK\u0005\u0006", "an empty zip archive"),
          Map.entry("\u0080\u0002", "a Python pickle" + CODE),
          Map.entry("\u0080\u0003", "a Python pickle" + CODE),
          Map.entry("\u0080\u0004", "a Python pickle" + CODE),
          Map.entry("\u0080\u0005", "a Python pickle" + CODE),
          Map.entry("\u0093NUMPY", "a NumPy array" + CODE),
          Map.entry("\u0089HDF", "an HDF5 file, such as a Keras .h5 model" + CODE),
          Map.entry("7z\u00bc\u00af", "a 7-Zip archive; unpack it first"),
          Map.entry("Rar!", "a RAR archive; unpack it first"),
          Map.entry("\u001f\u008b", "a gzip file; unpack it first"),
          Map.entry("ggml", "a GGML file of before August 2023; convert it to GGUF"),
          Map.entry("lmgg", "a GGML file of before August 2023; convert it to GGUF"),
          Map.entry("fmgg", "a GGML file of before August 2023; convert it to GGUF"),
          Map.entry("tjgg", "a GGML file of before August 2023; convert it to GGUF"),
          Map.entry("<!DO", "a web page; the download went wrong"),
          Map.entry("<htm", "a web page; the download went wrong"),
          Map.entry("vers", "a text file, perhaps a Git LFS pointer; fetch the file itself"));

  private FileMagic() {}

  /**
   * Checks that a file is not of a kind known to be unwanted.
   *
   * @param wanted what was to be read, for people
   * @throws CheckpointException naming the kind
   */
  static void requireReadable(MappedFile file, String wanted) throws CheckpointException {
    int length = (int) Math.min(6, file.size());
    String start = new String(file.bytes(0, length), StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> magic : REFUSED.entrySet()) {
      if (start.startsWith(magic.getKey())) {
        throw refusal(file.path(), magic.getValue(), wanted);
      }
    }
  }

  private static CheckpointException refusal(Path path, String kind, String wanted) {
    return new CheckpointException(
        "%s: not a %s file at byte 0: this is %s".formatted(path, wanted, kind));
  }
}
