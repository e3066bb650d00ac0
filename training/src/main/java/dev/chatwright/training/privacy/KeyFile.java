package dev.chatwright.training.privacy;

import dev.chatwright.checkpoint.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The secret key of a run's random numbers, in a file that only its owner may read. */
final class KeyFile {
  private static final String KEY = "privacy.key";
  private static final int FINGERPRINT_DIGITS = 16;
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;

  KeyFile(Path folder) {
    path = folder.resolve(KEY);
  }

  /** Returns what tells numbers from a key, and sums computed in some way, from others. */
  static String fingerprint(byte[] key, String computation) {
    String all = HexFormat.of().formatHex(key) + computation;
    return Sha256.of(all).substring(0, FINGERPRINT_DIGITS);
  }

  /** Returns the key, or null if there is none, or one that a crash left unfinished. */
  byte @Nullable [] read() throws IOException {
    if (!Files.exists(path)) {
      return null;
    }
    byte[] key = Files.readAllBytes(path);
    return key.length == PrivateRandomness.KEY_BYTES ? key : null;
  }

  /** Makes a new key in place of an old one. */
  byte[] make() throws IOException {
    delete();
    byte[] key = new byte[PrivateRandomness.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(path, options, attributes())) {
      ByteBuffer bytes = ByteBuffer.wrap(key);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    return key;
  }

  private FileAttribute<?>[] attributes() {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
        : new FileAttribute<?>[0];
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }
}
