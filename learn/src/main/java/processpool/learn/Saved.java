package processpool.learn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A learner's file as an editor left it.
 *
 * @param text what it says, with simple line ends; where that is not known, something that changes
 *     when the file does
 * @param form how it is saved
 */
record Saved(String text, Form form) {
  private static final String MARK = "\uFEFF";

  enum Form {
    /** What Java and Maven read here. */
    UTF_8,
    /** With a byte-order mark, which javac takes for a character of the program. */
    UTF_8_MARKED,
    UTF_16,
    /** On a Chinese Windows GBK; nothing in the file tells which. */
    OTHER,
    MISSING
  }

  static Saved read(Path file) throws IOException {
    try {
      return of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return new Saved("", Form.MISSING);
    }
  }

  static Saved of(byte[] bytes) {
    if (isUtf16(bytes)) {
      return new Saved(new String(bytes, StandardCharsets.UTF_16), Form.UTF_16);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      text = text.replace("\r\n", "\n");
      return text.startsWith(MARK)
          ? new Saved(text.substring(MARK.length()), Form.UTF_8_MARKED)
          : new Saved(text, Form.UTF_8);
    } catch (CharacterCodingException e) {
      // Each byte is a character of this one, so that no change is lost.
      return new Saved(new String(bytes, StandardCharsets.ISO_8859_1), Form.OTHER);
    }
  }

  /** By its mark, or by zero bytes, which no Java source has otherwise. */
  private static boolean isUtf16(byte[] bytes) {
    if (bytes.length >= 2) {
      int mark = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
      if (mark == 0xFEFF || mark == 0xFFFE) {
        return true;
      }
    }
    for (byte b : bytes) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }
}
