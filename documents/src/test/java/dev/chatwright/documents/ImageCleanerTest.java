package dev.chatwright.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images made to harm, classes V3 (files that are two things) and V16 (denial of service). */
class ImageCleanerTest {
  private static final WorkerPool WORKERS = new WorkerPool(WorkerLimits.DEFAULT);
  private static final ImageCleaner CLEANER = new ImageCleaner(WORKERS, ImageLimits.DEFAULT);
  private static final String PAGE = "<html><script>alert(document.cookie)</script></html>";

  @AfterAll
  static void end() {
    WORKERS.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void eachKindKeepsItsPicture(String format) throws IOException {
    CleanImage image = cleaned(Samples.image(format, 40, 30));

    BufferedImage picture = decoded(image);
    assertThat(image.mediaType()).isEqualTo(format.equals("jpeg") ? "image/jpeg" : "image/png");
    assertThat(picture.getWidth()).isEqualTo(40);
    assertThat(picture.getRGB(5, 5) >> 16 & 0xff).isGreaterThan(200);
    assertThat(picture.getRGB(35, 25) & 0xff).isGreaterThan(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void whatHangsOnAnImageIsGone(String format) throws IOException {
    byte[] image = Samples.image(format, 40, 30);
    byte[] archive = Samples.withEntry(Samples.docx("x"), "Evil.class", new byte[10]);

    byte[] clean = cleaned(joined(image, Samples.utf8(PAGE), archive)).bytes();

    assertThat(latin(clean)).doesNotContain("<script", "<html", "PK\u0003\u0004", "Evil");
  }

  @Test
  void metadataOfJpegIsGoneButThePictureStandsUpright() throws IOException {
    byte[] jpeg = Samples.image("jpeg", 40, 20);
    byte[] withExif =
        joined(
            Arrays.copyOf(jpeg, 2),
            segment(0xe1, joined(exif(6), Samples.utf8("GPS 52.5N 13.4E"))),
            segment(0xfe, Samples.utf8(PAGE)),
            Arrays.copyOfRange(jpeg, 2, jpeg.length));

    CleanImage image = cleaned(withExif);

    BufferedImage picture = decoded(image);
    assertThat(picture.getWidth()).isEqualTo(20);
    assertThat(picture.getHeight()).isEqualTo(40);
    assertThat(picture.getRGB(10, 3) >> 16 & 0xff).as("left turned up").isGreaterThan(200);
    assertThat(latin(image.bytes())).doesNotContain("Exif", "GPS", "script", "ICC_PROFILE");
  }

  @Test
  void textInPngIsGone() throws IOException {
    byte[] png = Samples.image("png", 10, 10);
    byte[] text = chunk("tEXt", Samples.utf8("Comment\0" + PAGE));
    byte[] with = joined(Arrays.copyOf(png, 33), text, Arrays.copyOfRange(png, 33, png.length));

    assertThat(latin(cleaned(with).bytes())).doesNotContain("tEXt", "script");
  }

  @Test
  void largeImagesAreMadeSmaller() throws IOException {
    CleanImage image = cleaned(Samples.image("png", 6_000, 3_000));

    assertThat(image.width()).isEqualTo(2_048);
    assertThat(image.height()).isEqualTo(1_024);
    assertThat(decoded(image).getRGB(100, 100)).isEqualTo(0xffff0000);
  }

  @Test
  void hugeDimensionsAreRefusedBeforeDecoding() throws IOException {
    byte[] png = Samples.image("png", 10, 10);
    byte[] header = Arrays.copyOfRange(png, 16, 29);
    ByteBuffer.wrap(header).putInt(0, 60_000).putInt(4, 60_000);
    byte[] huge =
        joined(
            Arrays.copyOf(png, 8), chunk("IHDR", header), Arrays.copyOfRange(png, 33, png.length));

    assertThat(((Refused) CLEANER.clean(huge)).message()).contains("60000 × 60000");
    assertThat(reason(huge)).isEqualTo(Reason.TOO_LARGE);
    assertThat(reason(new byte[10_000_001])).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void whatIsNoRasterImageIsRefused() {
    assertThat(reason(Samples.utf8("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>")))
        .isEqualTo(Reason.UNSUPPORTED);
    assertThat(reason(Samples.utf8("RIFF0000WEBPVP8 "))).isEqualTo(Reason.UNSUPPORTED);
    assertThat(reason(Samples.utf8(PAGE))).isEqualTo(Reason.UNSUPPORTED);
    assertThat(reason(new byte[0])).isEqualTo(Reason.UNSUPPORTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void changedBytesGiveAnImageOrAReason(String format) throws IOException {
    Random random = new Random(format.hashCode());
    byte[] whole = Samples.image(format, 40, 30);
    for (int i = 0; i < 250; i++) {
      byte[] changed = Arrays.copyOf(whole, whole.length - random.nextInt(whole.length / 2));
      for (int change = random.nextInt(5); change >= 0; change--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }

      if (CLEANER.clean(changed) instanceof Refused refused) {
        assertThat(refused.reason()).as("change %d", i).isNotEqualTo(Reason.UNAVAILABLE);
      }
    }
    assertThat(cleaned(whole).width()).isEqualTo(40);
  }

  private static CleanImage cleaned(byte[] content) {
    ImageResult result = CLEANER.clean(content);
    assertThat(result).isInstanceOf(CleanImage.class);
    return (CleanImage) result;
  }

  private static Reason reason(byte[] content) {
    return ((Refused) CLEANER.clean(content)).reason();
  }

  private static BufferedImage decoded(CleanImage image) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(image.bytes()));
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] exif(int orientation) {
    ByteBuffer exif = ByteBuffer.allocate(40);
    exif.put(Samples.utf8("Exif\0\0MM")).putShort((short) 42).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return exif.array();
  }

  private static byte[] segment(int marker, byte[] content) {
    ByteBuffer segment = ByteBuffer.allocate(content.length + 4);
    segment.put((byte) 0xff).put((byte) marker).putShort((short) (content.length + 2));
    return segment.put(content).array();
  }

  private static byte[] chunk(String type, byte[] content) {
    CRC32 check = new CRC32();
    check.update(Samples.utf8(type));
    check.update(content);
    ByteBuffer chunk = ByteBuffer.allocate(content.length + 12);
    chunk.putInt(content.length).put(Samples.utf8(type)).put(content);
    return chunk.putInt((int) check.getValue()).array();
  }

  private static byte[] joined(byte[]... pieces) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.write(piece);
    }
    return all.toByteArray();
  }
}
