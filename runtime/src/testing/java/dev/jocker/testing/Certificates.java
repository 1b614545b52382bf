package dev.jocker.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * A key and a certificate that it has signed itself, made by the JDK's keytool.
 *
 * @param certificate its file, PEM
 * @param key its file, PEM
 * @param signer the key
 * @param signed the certificate
 */
public record Certificates(Path certificate, Path key, PrivateKey signer, X509Certificate signed) {
    private static final String PASSWORD = "changeit";

    /** For a server on 127.0.0.1 that is also called {@code registry.test}. */
    public static Certificates in(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Files.createDirectories(directory);
        Path store = directory.resolve("store.p12");
        LocalRegistry.run(
                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=test",
                "-ext",
                "san=ip:127.0.0.1,dns:registry.test",
                "-ext",
                "bc:critical=ca:true",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            keys.load(stream, PASSWORD.toCharArray());
        }
        var signer = (PrivateKey) keys.getKey("test", PASSWORD.toCharArray());
        var signed = (X509Certificate) keys.getCertificate("test");
        Path certificate = Files.writeString(directory.resolve("ca.crt"), pem("CERTIFICATE", signed.getEncoded()));
        Path key = Files.writeString(directory.resolve("key.pem"), pem("PRIVATE KEY", signer.getEncoded()));
        return new Certificates(certificate, key, signer, signed);
    }

    private static String pem(String what, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }
}
