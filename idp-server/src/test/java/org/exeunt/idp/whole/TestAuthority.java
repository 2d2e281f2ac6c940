package org.exeunt.idp.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority that no platform knows, made by the JDK's keytool. */
final class TestAuthority {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private int servers;

    TestAuthority() {
        try {
            folder = Files.createTempDirectory("exeunt-authority");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        keytool("-genkeypair", "-alias", "authority", "-dname", "CN=An authority of our own", "-ext", "bc:c=ca:true");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "authority",
                "-file",
                certificate().toString());
    }

    /** Its certificate, in the form of PEM. */
    Path certificate() {
        return folder.resolve("authority.pem");
    }

    /**
     * A context for a server with a certificate of this authority, and for clients that trust it and nobody else.
     *
     * @param names what the certificate is for, {@code dns:localhost} for example
     */
    SSLContext identity(String names) {
        String alias = "server" + ++servers;
        keytool("-genkeypair", "-alias", alias, "-signer", "authority", "-dname", "CN=server", "-ext", "san=" + names);
        try (var content = Files.newInputStream(folder.resolve("keys.p12"))) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(content, PASSWORD.toCharArray());
            var identity = KeyStore.getInstance("PKCS12");
            identity.load(null, null);
            identity.setKeyEntry(
                    alias,
                    store.getKey(alias, PASSWORD.toCharArray()),
                    PASSWORD.toCharArray(),
                    store.getCertificateChain(alias));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(identity, PASSWORD.toCharArray());
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", store.getCertificate("authority"));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), arguments[0]));
        command.addAll(List.of(
                "-keystore", folder.resolve("keys.p12").toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
        }
        command.addAll(List.of(arguments).subList(1, arguments.length));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
