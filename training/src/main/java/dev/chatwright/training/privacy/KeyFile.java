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

  byte[] readOrMake() throws IOException {
    if (!Files.exists(path)) {
      return make();
    }
    byte[] key = Files.readAllBytes(path);
    // A shorter one was not finished before a crash, so that nothing was made with it.
    return key.length == PrivateRandomness.KEY_BYTES ? key : replace();
  }

  byte[] replace() throws IOException {
    delete();
    return make();
  }

  private byte[] make() throws IOException {
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
