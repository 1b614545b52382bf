package dev.jocker.runtime.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Whose certificates are taken: what this machine trusts, as Go's programs find it, and for one registry those in docker's directory
 * {@code /etc/docker/certs.d/HOST[:PORT]/*.crt} too.
 */
final class Trust {
    private static final String[] BUNDLES = {
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem"
    };
    private static final String[] DIRECTORIES = {"/etc/docker/certs.d", "/etc/containers/certs.d"};

    private Trust() {}

    /** For connections that nobody is asked about. */
    static SSLSocketFactory inEverybody() throws RegistryException {
        return factory(new TrustManager[] {new Everybody()});
    }

    /**
     * For connections to a registry.
     *
     * @param host as the user has it, with the port
     * @param directory of further authorities for it; null: docker's
     */
    static SSLSocketFactory of(String host, Path directory, UnaryOperator<String> environment) throws IOException {
        return factory(new TrustManager[] {new WhenAsked(host, directory, environment)});
    }

    private static X509ExtendedTrustManager authorities(String host, Path directory, UnaryOperator<String> environment)
            throws IOException {
        List<Path> files = new ArrayList<>();
        addBundle(environment.apply("SSL_CERT_FILE"), files);
        boolean system = !files.isEmpty();
        if (directory != null) {
            addCertificates(directory, files);
        } else {
            for (String each : DIRECTORIES) {
                addCertificates(Path.of(each, host), files);
            }
        }
        try {
            KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            if (!system) {
                addJdks(authorities);
            }
            for (Path file : files) {
                add(file, authorities);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0]; // the JDK's is one
        } catch (GeneralSecurityException e) {
            throw new RegistryException("reading certificates of authorities: " + e.getMessage(), e);
        }
    }

    private static void addBundle(String asked, List<Path> files) {
        if (asked != null && !asked.isEmpty()) {
            files.add(Path.of(asked));
            return;
        }
        for (String each : BUNDLES) {
            if (Files.isReadable(Path.of(each))) {
                files.add(Path.of(each));
                return;
            }
        }
    }

    private static void addCertificates(Path directory, List<Path> files) throws IOException {
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> certificates = Files.newDirectoryStream(directory, "*.crt")) {
                certificates.forEach(files::add);
            }
        }
    }

    private static void addJdks(KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager each : factory.getTrustManagers()) {
            if (each instanceof X509TrustManager known) {
                for (X509Certificate certificate : known.getAcceptedIssuers()) {
                    authorities.setCertificateEntry("jdk" + authorities.size(), certificate);
                }
            }
        }
    }

    private static void add(Path file, KeyStore authorities) throws IOException, GeneralSecurityException {
        try (InputStream stream = Files.newInputStream(file)) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(stream)) {
                authorities.setCertificateEntry("file" + authorities.size(), each);
            }
        } catch (GeneralSecurityException e) {
            throw new RegistryException(file + " holds no certificate: " + e.getMessage(), e);
        }
    }

    private static SSLSocketFactory factory(TrustManager[] managers) throws RegistryException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new RegistryException("preparing TLS: " + e.getMessage(), e);
        }
    }

    /** Reads the certificates of authorities, a hundred and more, only when there is one to check: a registry may have none. */
    private static final class WhenAsked extends X509ExtendedTrustManager {
        private final String host;
        private final Path directory;
        private final UnaryOperator<String> environment;
        private X509ExtendedTrustManager authorities;

        WhenAsked(String host, Path directory, UnaryOperator<String> environment) {
            this.host = host;
            this.directory = directory;
            this.environment = environment;
        }

        private synchronized X509ExtendedTrustManager authorities() throws CertificateException {
            if (authorities == null) {
                try {
                    authorities = Trust.authorities(host, directory, environment);
                } catch (IOException e) {
                    throw new CertificateException(e.getMessage(), e);
                }
            }
            return authorities;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            authorities().checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            authorities().checkClientTrusted(chain, type, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            authorities().checkClientTrusted(chain, type, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            authorities().checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            authorities().checkServerTrusted(chain, type, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            authorities().checkServerTrusted(chain, type, engine);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0]; // asked of servers only
        }
    }

    /** Extended, or the JDK would still compare names. */
    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
