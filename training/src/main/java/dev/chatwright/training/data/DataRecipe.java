package dev.chatwright.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The recipe of a data set. Immutable.
 *
 * <pre>
 * inputs:
 *   - path: stories.txt         # beside the recipe
 *     weight: 2
 *     licence: CC0-1.0
 *     separator: blank-line     # auto, none, blank-line, or a mark
 * evaluationSets: [asked.jsonl]
 * languages: [en]
 * heldOut: 0.01
 * exactDuplicates: true
 * nearDuplicates: 0.8           # or none
 * documentRules:                # what is not named is as in QualityRules.DOCUMENTS
 *   minWords: 20
 * conversationRules: none
 * skipBroken: false
 * shardMegabytes: 256
 * seed: 0
 * </pre>
 *
 * @param inputs the files, at least one
 * @param options how they are prepared
 */
public record DataRecipe(List<DataInput> inputs, PreparationOptions options) {
  private static final long MEGABYTE = 1_000_000;

  /** Copies the inputs. */
  public DataRecipe {
    inputs = List.copyOf(inputs);
  }

  /**
   * Reads a recipe.
   *
   * @throws DataException if it says something unknown or impossible; names the line
   */
  public static DataRecipe read(Path file) throws IOException {
    RecipeTree root = RecipeTree.read(file);
    List<DataInput> inputs = new ArrayList<>();
    for (RecipeTree input : root.trees("inputs")) {
      inputs.add(input(input, file));
      input.requireNothingElse();
    }
    if (inputs.isEmpty()) {
      throw root.refuse("the recipe needs \"inputs\", a list of at least one with a \"path\"");
    }
    PreparationOptions options = options(root, file);
    root.requireNothingElse();
    return new DataRecipe(inputs, options);
  }

  private static Path beside(Path file, String name) {
    return file.resolveSibling(name).normalize();
  }

  private static DataInput input(RecipeTree tree, Path file) throws IOException {
    ReadOptions read = ReadOptions.DEFAULT;
    String path = tree.text("path").orElseThrow(() -> tree.refuse("an input needs a \"path\""));
    Optional<FileFormat> format = tree.constant("format", FileFormat.class);
    Optional<RowShape> shape = tree.constant("shape", RowShape.class);
    read = format.isPresent() ? read.withFormat(format.get()) : read;
    read = shape.isPresent() ? read.withShape(shape.get()) : read;
    ReadOptions shaped = read;
    Optional<String> separator = tree.text("separator");
    double weight = tree.number("weight", 1);
    String licence = tree.text("licence").orElse("");
    return tree.made(
        () ->
            new DataInput(
                beside(file, path),
                weight,
                licence,
                separator.map(Separator::of).map(shaped::withSeparator).orElse(shaped)));
  }

  private static PreparationOptions options(RecipeTree root, Path file) throws IOException {
    PreparationOptions usual = PreparationOptions.DEFAULT;
    QualityRules documents = rules(root, "documentRules", usual.documentRules());
    QualityRules conversations = rules(root, "conversationRules", usual.conversationRules());
    boolean exact = root.truth("exactDuplicates", usual.exactDuplicates());
    Optional<Double> near =
        root.isNone("nearDuplicates")
            ? Optional.empty()
            : Optional.of(root.number("nearDuplicates", usual.nearDuplicates().orElseThrow()));
    List<Path> sets =
        root.texts("evaluationSets").stream().map(name -> beside(file, name)).toList();
    List<String> languages = root.texts("languages");
    double heldOut = root.number("heldOut", usual.heldOutShare());
    boolean skipBroken = root.truth("skipBroken", usual.skipBroken());
    long megabytes = root.whole("shardMegabytes", usual.shardBytes() / MEGABYTE);
    long seed = root.whole("seed", usual.seed());
    return root.made(
        () ->
            usual
                .withRules(documents, conversations)
                .withDuplicates(exact, near)
                .withEvaluationSets(sets)
                .withLanguages(languages)
                .withHeldOutShare(heldOut)
                .withSkipBroken(skipBroken)
                .withShardBytes(Math.multiplyExact(megabytes, MEGABYTE))
                .withSeed(seed));
  }

  private static QualityRules rules(RecipeTree root, String name, QualityRules usual)
      throws IOException {
    if (root.isNone(name)) {
      return QualityRules.NONE;
    }
    Optional<RecipeTree> tree = root.tree(name);
    if (tree.isEmpty()) {
      return usual;
    }
    RecipeTree rules = tree.get();
    int minWords = (int) rules.whole("minWords", usual.minWords());
    int maxWords = (int) rules.whole("maxWords", usual.maxWords());
    double minMeanLength = rules.number("minMeanLength", usual.minMeanLength());
    double maxMeanLength = rules.number("maxMeanLength", usual.maxMeanLength());
    double minLetterShare = rules.number("minLetterShare", usual.minLetterShare());
    double maxSymbolShare = rules.number("maxSymbolShare", usual.maxSymbolShare());
    double maxRepeatedLines = rules.number("maxRepeatedLines", usual.maxRepeatedLines());
    double repetition = rules.number("repetition", usual.repetition());
    rules.requireNothingElse();
    return rules.made(
        () ->
            new QualityRules(
                minWords,
                maxWords,
                minMeanLength,
                maxMeanLength,
                minLetterShare,
                maxSymbolShare,
                maxRepeatedLines,
                repetition));
  }
}
