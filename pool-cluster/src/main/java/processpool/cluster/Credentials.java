package processpool.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a member shows to the others, and knows them by: a PKCS #12 file with its own key, and the
 * certificates that it trusts.
 */
final class Credentials {
  private Credentials() {}

  /**
   * Reads them.
   *
   * @param file the PKCS #12 file
   * @param password opens the file and its key
   * @throws IllegalArgumentException naming the file, when it cannot be read, or lacks a key or a
   *     certificate to trust
   */
  static SSLContext read(Path file, char[] password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, password);
      }
      requireKey(store, file);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(withOwnCertificates(store, password));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "cannot be read with this password: credentials="
              + file
              + ": "
              + e.getMessage()
              + "; make a PKCS #12 file by keytool -genkeypair -storetype PKCS12",
          e);
    }
  }

  private static void requireKey(KeyStore store, Path file) throws GeneralSecurityException {
    for (String alias : java.util.Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        return;
      }
    }
    throw new IllegalArgumentException(
        "has certificates, but no key of its own: credentials=" + file);
  }

  /**
   * A file that all members share has one entry, the key: its certificate is the one to trust. Java
   * trusts the certificates of entries without a key only, so those of keys are put beside them.
   */
  private static KeyStore withOwnCertificates(KeyStore store, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, password);
    for (String alias : java.util.Collections.list(store.aliases())) {
      trusted.setCertificateEntry(alias, store.getCertificate(alias));
      java.security.cert.Certificate[] chain = store.getCertificateChain(alias);
      if (chain != null && chain.length > 1) { // who signed it signs the others' too
        trusted.setCertificateEntry(alias + "-issuer", chain[chain.length - 1]);
      }
    }
    return trusted;
  }
}
