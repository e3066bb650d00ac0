package dev.chatwright.inference;

import dev.chatwright.inference.Network.HeldBlock;
import dev.chatwright.inference.spill.BlockPath;
import dev.chatwright.inference.spill.ModelBlocks;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of keys and values that have been computed, found again by the tokens they are of.
 *
 * <p>Confined to the engine's thread.
 */
final class BlockCache {
  /*
   * A tree for each adapter: a node is a block, a path from the root is the beginning of a
   * conversation. A node's children are ordered by their salts and then by their tokens, so that
   * the child that has most tokens in common with a prompt stands beside the place where the
   * prompt's own would stand; no hash decides anything. Only the last block of a conversation may
   * be less than full, and no child is the beginning of another. Those of another salt are not
   * looked at, so that nothing which somebody with another salt could notice depends on them; where
   * a prompt begins with public tokens, the blocks of nothing but those have no salt, and what
   * follows lies above them.
   *
   * A running sequence uses the node of its last full block, and so all above it. What nobody uses
   * is kept until the memory is wanted: then the leaf that was used least recently goes first. A
   * node that is used is never given up, and neither is one above another.
   */

  private final Network network;
  private final Optional<ModelBlocks> disk;
  private final Map<String, Node> roots = new HashMap<>(); // by adapter
  private final TreeSet<Node> idleLeaves =
      new TreeSet<>(
          Comparator.<Node>comparingLong(node -> node.lastUsed).thenComparingLong(node -> node.id));
  private long clock;
  private int nodes;
  private int used;
  private int shared;
  private long evicted;
  private long hits;
  private long hitTokens;

  /**
   * Creates an empty cache.
   *
   * @param disk where blocks go that are given up, if anywhere
   */
  BlockCache(Network network, Optional<ModelBlocks> disk) {
    this.network = network;
    this.disk = disk;
  }

  /** What a block is found by among those after the same beginning. */
  private static final class Key implements Comparable<Key> {
    private static final Key OF_ROOT = new Key("", new int[0]);

    private final String salt;
    private final int[] tokens;

    private Key(String salt, int[] tokens) {
      this.salt = salt;
      this.tokens = tokens;
    }

    @Override
    public int compareTo(Key other) {
      int bySalt = salt.compareTo(other.salt);
      return bySalt == 0 ? Arrays.compare(tokens, other.tokens) : bySalt;
    }

    /** Returns how many tokens it begins with that are those of another; none of another salt's. */
    private int commonWith(Key other) {
      if (!salt.equals(other.salt)) {
        return 0;
      }
      int difference = Arrays.mismatch(tokens, other.tokens);
      return difference < 0 ? tokens.length : difference;
    }

    private int length() {
      return tokens.length;
    }
  }

  /** A block and what comes before it; a root has no block and no tokens. */
  static final class Node {
    private final long id;
    private final String adapter;
    private final @Nullable Node parent;
    private final @Nullable HeldBlock block;
    private final Key key;
    private final TreeMap<Key, Node> children = new TreeMap<>();
    private int users;
    private long lastUsed;
    private boolean mayBeWritten; // as it is of somebody's who allows it
    private String file = ""; // its name, once it is known to be on disk

    private Node(
        long id, String adapter, @Nullable Node parent, @Nullable HeldBlock block, Key key) {
      this.id = id;
      this.adapter = adapter;
      this.parent = parent;
      this.block = block;
      this.key = key;
    }

    private boolean isIdleLeaf() {
      return parent != null && users == 0 && children.isEmpty();
    }

    private boolean isFull() {
      return key.length() == Network.BLOCK_POSITIONS;
    }

    /** Returns the block as what it is of. */
    private BlockPath path() {
      Deque<Node> path = new ArrayDeque<>();
      for (Node node = this; node.parent != null; node = node.parent) {
        path.addFirst(node);
      }
      return new BlockPath(
          adapter,
          path.stream().map(node -> node.key.salt).toList(),
          path.stream().flatMapToInt(node -> Arrays.stream(node.key.tokens)).toArray());
    }

    HeldBlock block() {
      if (block == null) {
        throw new IllegalStateException("a root has no block");
      }
      return block;
    }
  }

  /**
   * Begins a sequence with as much of its tokens as is there; at least one is left to compute.
   *
   * @param tokens of the sequence, which grow with it
   * @param reuse whether anything may be taken over
   */
  SequenceLease begin(CacheScope scope, TokenList tokens, boolean reuse) {
    SequenceLease lease =
        new SequenceLease(this, network.newSequence(), root(scope), scope, tokens);
    if (reuse) {
      takeOver(lease);
    }
    return lease;
  }

  /** Where there is no memory for a copy, nobody has the lease: what it uses would be kept. */
  private static void takeOver(SequenceLease lease) {
    try {
      lease.takeOver();
    } catch (RuntimeException | Error failure) {
      lease.discard();
      throw failure;
    }
  }

  /**
   * How much of a prompt is there.
   *
   * @param blocks full ones
   * @param idle how many of them no running sequence uses
   */
  record Kept(int blocks, int idle) {
    static final Kept NOTHING = new Kept(0, 0);
  }

  /** Returns how many full blocks of a prompt are there. */
  Kept kept(CacheScope scope, TokenList tokens) {
    int found = 0;
    int idle = 0;
    @Nullable Node node = roots.get(scope.adapter());
    while (node != null) {
      node = fullChild(node, scope, tokens, found * Network.BLOCK_POSITIONS).orElse(null);
      if (node != null) {
        found++;
        idle += node.users == 0 ? 1 : 0;
      }
    }
    return new Kept(found, idle);
  }

  private Node root(CacheScope scope) {
    return roots.computeIfAbsent(
        scope.adapter(), adapter -> new Node(clock++, adapter, null, null, Key.OF_ROOT));
  }

  /**
   * Returns the block of the tokens from a position on, if it is there and not the prompt's end.
   */
  static Optional<Node> fullChild(Node parent, CacheScope scope, TokenList tokens, int from) {
    int to = from + Network.BLOCK_POSITIONS;
    return to < tokens.size()
        ? Optional.ofNullable(
            parent.children.get(new Key(scope.saltAt(from), tokens.slice(from, to))))
        : Optional.empty();
  }

  /** A block, and how many of its positions are wanted. */
  record Beginning(Node node, int positions) {}

  /** Returns the block that has most tokens in common with those from a position on. */
  Optional<Beginning> closestChild(Node parent, CacheScope scope, TokenList tokens, int from) {
    int to = Math.min(from + Network.BLOCK_POSITIONS, tokens.size() - 1);
    if (from >= to || parent.children.isEmpty()) {
      return Optional.empty();
    }
    Key wanted = new Key(scope.saltAt(from), tokens.slice(from, to));
    Beginning before = beginning(parent.children.floorEntry(wanted), wanted);
    Beginning after = beginning(parent.children.higherEntry(wanted), wanted);
    Beginning closest = before.positions >= after.positions ? before : after;
    if (closest.positions == 0) {
      return Optional.empty();
    }
    touch(closest.node);
    return Optional.of(closest);
  }

  private Beginning beginning(Map.@Nullable Entry<Key, Node> neighbour, Key wanted) {
    return neighbour == null
        ? new Beginning(NOTHING, 0)
        : new Beginning(neighbour.getValue(), neighbour.getKey().commonWith(wanted));
  }

  private static final Node NOTHING = new Node(-1, "", null, null, Key.OF_ROOT);

  /** Returns the child of these tokens, if it is there. */
  static Optional<Node> child(Node parent, String salt, int[] tokens) {
    return Optional.ofNullable(parent.children.get(new Key(salt, tokens)));
  }

  /** Keeps a block, unless one that begins with these tokens is there. */
  Node add(Node parent, String salt, int[] tokens, Supplier<HeldBlock> block) {
    Key key = new Key(salt, tokens);
    Map.@Nullable Entry<Key, Node> longer = parent.children.ceilingEntry(key);
    if (longer != null && longer.getKey().commonWith(key) == key.length()) {
      touch(longer.getValue());
      return longer.getValue();
    }
    Map.@Nullable Entry<Key, Node> shorter = parent.children.lowerEntry(key);
    if (shorter != null && isBeginning(shorter.getKey(), key)) {
      remove(shorter.getValue());
    }
    Node node = new Node(clock++, parent.adapter, parent, block.get(), key);
    idleLeaves.remove(parent);
    parent.children.put(key, node);
    nodes++;
    touch(node);
    return node;
  }

  private static boolean isBeginning(Key shorter, Key longer) {
    return shorter.salt.equals(longer.salt) && shorter.commonWith(longer) == shorter.length();
  }

  /**
   * Begins to use a node, whose parent is used.
   *
   * @param mayBeWritten whether whoever uses all of it allows that it is written to the disk
   */
  void use(Node node, boolean mayBeWritten) {
    node.mayBeWritten |= mayBeWritten;
    idleLeaves.remove(node);
    node.users++;
    if (node.parent != null) {
      used += node.users == 1 ? 1 : 0;
      shared += node.users == 2 ? 1 : 0;
    }
  }

  /** Returns how many of a path's blocks somebody else uses, too. */
  static int sharedBlocks(Node last) {
    int shared = 0;
    for (@Nullable Node node = last; node != null; node = node.parent) {
      shared += node.parent != null && node.users > 1 ? 1 : 0;
    }
    return shared;
  }

  void countTakenOver(int tokens, boolean first) {
    hitTokens += tokens;
    hits += first ? 1 : 0;
  }

  /** Ceases to use a node and all above it. */
  void leave(Node last) {
    clock++;
    for (@Nullable Node node = last; node != null; node = node.parent) {
      node.users--;
      node.lastUsed = clock;
      if (node.parent != null) {
        used -= node.users == 0 ? 1 : 0;
        shared -= node.users == 1 ? 1 : 0;
      }
      if (node.isIdleLeaf()) {
        idleLeaves.add(node);
      }
      forgetIfEmpty(node);
    }
  }

  private void touch(Node node) {
    idleLeaves.remove(node);
    node.lastUsed = ++clock;
    if (node.isIdleLeaf()) {
      idleLeaves.add(node);
    }
  }

  /** Gives up the block that was used least recently and returns whether there was one. */
  boolean evict() {
    if (idleLeaves.isEmpty()) {
      return false;
    }
    Node leaf = idleLeaves.first();
    disk.filter(_ -> isMissingOnDisk(leaf))
        .ifPresent(blocks -> blocks.offer(leaf.path(), () -> leaf.block().content()));
    remove(leaf);
    evicted++;
    return true;
  }

  private boolean isMissingOnDisk(Node node) {
    boolean there = disk.filter(blocks -> blocks.isOnDisk(node.file)).isPresent();
    return node.mayBeWritten && node.isFull() && !there;
  }

  /**
   * Takes in blocks that were read from the disk, behind those that are here, as far as there is
   * room.
   *
   * @param tokens of a prompt
   * @param names of the first blocks, as they are called on disk
   * @param contents of blocks that are not here, by their place; may be none
   * @param room makes room for a block, or returns false
   * @return how many of the first blocks are here now
   */
  int takeIn(
      CacheScope scope,
      TokenList tokens,
      List<String> names,
      Map<Integer, MemorySegment> contents,
      BooleanSupplier room) {
    Node node = root(scope);
    use(node, scope.mayBeWritten()); // so that no room is made of what is on the way
    try {
      for (int block = 0; block < names.size(); block++) {
        Optional<Node> next = child(node, scope, tokens, block, contents, room);
        if (next.isEmpty()) {
          return block;
        }
        node = next.get();
        use(node, scope.mayBeWritten());
        note(node, names.get(block));
      }
      return names.size();
    } finally {
      leave(node);
    }
  }

  private Optional<Node> child(
      Node parent,
      CacheScope scope,
      TokenList tokens,
      int block,
      Map<Integer, MemorySegment> contents,
      BooleanSupplier room) {
    int from = block * Network.BLOCK_POSITIONS;
    Optional<Node> here = fullChild(parent, scope, tokens, from);
    @Nullable MemorySegment content = contents.get(block);
    if (here.isPresent() || content == null || !room.getAsBoolean()) {
      return here;
    }
    int[] own = tokens.slice(from, from + Network.BLOCK_POSITIONS);
    return Optional.of(add(parent, scope.saltAt(from), own, () -> network.newBlock(content)));
  }

  private void note(Node node, String name) {
    if (!node.file.equals(name)) { // it has another one once the keys have changed
      String before = node.file;
      node.file = name;
      disk.ifPresent(
          blocks -> {
            blocks.leaveMemory(before);
            blocks.enterMemory(name);
          });
    }
  }

  /**
   * Writes what is here and not on disk, what was used last first.
   *
   * @param mayGoOn asked before each block
   */
  void writeAll(BooleanSupplier mayGoOn) {
    disk.ifPresent(
        blocks -> {
          for (Node node : byLastUse()) {
            if (!mayGoOn.getAsBoolean()) {
              return;
            }
            if (isMissingOnDisk(node)) {
              blocks.write(node.path(), node.block().content());
            }
          }
        });
  }

  /** Returns all blocks, those that come before others before these. */
  private List<Node> byLastUse() {
    List<Node> all = new ArrayList<>();
    Deque<Node> open = new ArrayDeque<>(roots.values());
    while (!open.isEmpty()) {
      Node node = open.removeFirst();
      open.addAll(node.children.values());
      if (node.parent != null) {
        all.add(node);
      }
    }
    all.sort(
        Comparator.<Node>comparingLong(node -> -node.lastUsed).thenComparingLong(node -> node.id));
    return all;
  }

  private void remove(Node leaf) {
    idleLeaves.remove(leaf);
    disk.ifPresent(blocks -> blocks.leaveMemory(leaf.file));
    leaf.block().close();
    nodes--;
    Node parent = leaf.parent;
    if (parent != null) {
      parent.children.remove(leaf.key);
      if (parent.isIdleLeaf()) {
        idleLeaves.add(parent);
      }
      forgetIfEmpty(parent);
    }
  }

  private void forgetIfEmpty(Node node) {
    if (node.parent == null && node.users == 0 && node.children.isEmpty()) {
      roots.remove(node.adapter);
    }
  }

  /** Returns how many blocks could be given up. */
  int idleBlocks() {
    return nodes - used;
  }

  /** Gives up all that no sequence uses. */
  void clear() {
    while (!idleLeaves.isEmpty()) {
      remove(idleLeaves.first());
    }
  }

  CacheStatus status(int limit) {
    return new CacheStatus(
        limit, network.blocksInUse(), idleBlocks(), shared, evicted, hits, hitTokens);
  }
}
