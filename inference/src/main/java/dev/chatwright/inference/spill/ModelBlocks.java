package dev.chatwright.inference.spill;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The blocks of one model on disk.
 *
 * <p>A block is found by a name made of the model, the adapter and all tokens up to its end, and
 * says them itself as well: what it says is compared, so that no name decides what is read. Safe
 * for use by several threads.
 */
public final class ModelBlocks {
  private static final HexFormat HEX = HexFormat.of();

  private final BlockFolder folder;
  private final String identity;
  private final int blockBytes;

  /** Names of files whose blocks are in memory as well, so that nobody reads them. */
  private final Set<String> inMemory = ConcurrentHashMap.newKeySet();

  private final LongAdder written = new LongAdder();
  private final LongAdder read = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  ModelBlocks(BlockFolder folder, String identity, int blockBytes) {
    this.folder = folder;
    this.identity = identity;
    this.blockBytes = blockBytes;
  }

  /** Returns how long a block is in memory. */
  public int blockBytes() {
    return blockBytes;
  }

  /** Returns the names of a path's blocks, as far as they may be on disk at all. */
  public List<String> names(BlockPath path) {
    List<String> names = new ArrayList<>();
    byte[] before = (identity + "\n" + path.adapter()).getBytes(StandardCharsets.UTF_8);
    Map<String, Optional<BlockSeal>> seals = new HashMap<>(); // there are two at most
    for (int block = 0; block < path.blocks(); block++) {
      String salt = path.salts().get(block);
      Optional<BlockSeal> seal = seals.computeIfAbsent(salt, folder::seal);
      if (seal.isEmpty()) {
        break;
      }
      before = seal.get().name(before, salt, path.tokensOf(block));
      names.add(HEX.formatHex(before));
    }
    return names;
  }

  /** Returns whether a block is on disk and, so far as it is known, not in memory. */
  public boolean isOnlyOnDisk(String name) {
    return folder.has(name) && !inMemory.contains(name);
  }

  /** Returns whether a block is on disk. */
  public boolean isOnDisk(String name) {
    return folder.has(name);
  }

  /** Notes that blocks are used, the first most. */
  public void use(List<String> names) {
    names.reversed().forEach(folder::use);
  }

  /** Notes that a block is in memory, too. */
  public void enterMemory(String name) {
    inMemory.add(name);
  }

  /** Notes that a block is in memory no more. */
  public void leaveMemory(String name) {
    inMemory.remove(name);
  }

  /** Begins to read the last block of a path; what comes is empty if it is not there or damaged. */
  public Future<Optional<MemorySegment>> reading(BlockPath path, String name) {
    return folder.reading(() -> read(path, name));
  }

  private Optional<MemorySegment> read(BlockPath path, String name) {
    Optional<BlockSeal> seal = folder.seal(path.salts().getLast());
    if (seal.isEmpty()) {
      return Optional.empty();
    }
    byte[] about = about(path);
    try {
      byte[] sealed = folder.read(name, BlockSeal.sealedBytes(about.length, blockBytes));
      MemorySegment content = seal.get().open(name, about, sealed);
      read.increment();
      return Optional.of(content);
    } catch (NoSuchFileException _) {
      folder.delete(name); // somebody else has
      return Optional.empty();
    } catch (BlockRefusedException _) {
      refused.increment();
      folder.delete(name);
      return Optional.empty();
    } catch (IOException _) { // as where too many files are open: the block may be sound
      return Optional.empty();
    }
  }

  /** Has the last block of a path written, unless too much waits to be written already. */
  public void offer(BlockPath path, Supplier<byte[]> content) {
    if (folder.isWorking() && !folder.later(blockBytes, content, it -> write(path, it))) {
      dropped.increment();
    }
  }

  /** Writes the last block of a path now, unless it is there. */
  public void write(BlockPath path, byte[] content) {
    List<String> names = names(path);
    if (names.size() < path.blocks() || folder.has(names.getLast())) {
      return;
    }
    Optional<BlockSeal> seal = folder.seal(path.salts().getLast());
    if (seal.isPresent()
        && folder.write(names.getLast(), seal.get().seal(names.getLast(), about(path), content))) {
      written.increment();
    }
  }

  /** Returns everything that a block is of. */
  private byte[] about(BlockPath path) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream about = new DataOutputStream(bytes)) {
      for (String text : List.of(identity, path.adapter(), path.salts().getLast())) {
        byte[] letters = text.getBytes(StandardCharsets.UTF_8);
        about.writeInt(letters.length);
        about.write(letters);
      }
      about.writeInt(path.tokens().length);
      for (int token : path.tokens()) {
        about.writeInt(token);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory does not fail", impossible);
    }
    return bytes.toByteArray();
  }

  /** Returns what there is and what became of it. */
  public SpillStatus status() {
    return new SpillStatus(
        folder.isWorking(),
        folder.fileCount(),
        folder.bytes(),
        folder.limitBytes(),
        written.sum(),
        read.sum(),
        refused.sum(),
        dropped.sum());
  }
}
