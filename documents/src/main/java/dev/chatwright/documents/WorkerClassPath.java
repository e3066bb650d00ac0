package dev.chatwright.documents;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The jars a reading process needs, found by one class of each.
 *
 * <p>They are looked for, not loaded, so that the server opens them for the first document and
 * never runs their code.
 */
final class WorkerClassPath {
  private static final List<String> ONE_CLASS_OF_EACH =
      List.of(
          "dev.chatwright.documents.DocumentReader",
          "org.apache.commons.codec.Decoder",
          "org.apache.commons.collections4.Bag",
          "org.apache.commons.compress.archivers.ArchiveEntry",
          "org.apache.commons.io.IOUtils",
          "org.apache.commons.lang3.StringUtils",
          "org.apache.commons.logging.Log",
          "org.apache.fontbox.FontBoxFont",
          "org.apache.jempbox.xmp.XMPMetadata",
          "org.apache.logging.log4j.Logger",
          "org.apache.pdfbox.Loader",
          "org.apache.pdfbox.io.RandomAccessRead",
          "org.apache.poi.POIDocument",
          "org.apache.poi.ooxml.POIXMLDocument",
          "org.apache.tika.Tika",
          "org.apache.tika.parser.html.JSoupParser",
          "org.apache.tika.parser.microsoft.ooxml.OOXMLParser",
          "org.apache.tika.parser.pdf.PDFParser",
          "org.apache.tika.parser.txt.UniversalEncodingDetector",
          "org.apache.tika.parser.xml.DcXMLParser",
          "org.apache.tika.parser.xmp.JempboxExtractor",
          "org.apache.tika.detect.zip.DefaultZipContainerDetector",
          "org.apache.xmlbeans.XmlObject",
          "org.apache.xmpbox.XMPMetadata",
          "org.jsoup.Jsoup",
          "org.mozilla.universalchardet.UniversalDetector",
          "org.openxmlformats.schemas.wordprocessingml.x2006.main.CTDocument1",
          "org.slf4j.Logger");

  private WorkerClassPath() {}

  static List<Path> find() {
    Set<Path> places = new LinkedHashSet<>();
    for (String type : ONE_CLASS_OF_EACH) {
      places.add(placeOf(type.replace('.', '/') + ".class"));
    }
    return List.copyOf(places);
  }

  private static Path placeOf(String resource) {
    URL url = WorkerClassPath.class.getClassLoader().getResource(resource);
    if (url == null) {
      throw new IllegalStateException("no " + resource + " on the class path");
    }
    try {
      return placeOf(url, resource);
    } catch (IOException | URISyntaxException | IllegalArgumentException e) {
      throw new IllegalStateException("expected a jar or folder, found " + url, e);
    }
  }

  private static Path placeOf(URL url, String resource) throws IOException, URISyntaxException {
    if (url.openConnection() instanceof JarURLConnection jar) {
      return Path.of(jar.getJarFileURL().toURI());
    }
    String address = url.toString();
    return Path.of(URI.create(address.substring(0, address.length() - resource.length())));
  }
}
