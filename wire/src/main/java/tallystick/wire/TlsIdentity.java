package tallystick.wire;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// A TLS key and its self-signed certificate. Nobody believes the certificate: the key's pin stands in the signed
/// roster.
///
/// **Form** ECDSA P-256; the pin is SHA-256 of the SubjectPublicKeyInfo, as in RFC 7469 §2.4.
/// **Secrets** the private key is a JDK object on the heap; it proves who speaks and holds no share.
public final class TlsIdentity {
    private static final Duration LIFE = Duration.ofDays(397);

    private final PrivateKey key;
    private final X509Certificate certificate;

    private TlsIdentity(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /// A fresh key with a certificate from `now` on for 397 days.
    ///
    /// @param name the member's name, which becomes the certificate's subject and DNS name
    public static TlsIdentity generate(String name, Instant now) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var subject = new X500Name("CN=" + name);
            var builder = new JcaX509v3CertificateBuilder(
                    subject,
                    new BigInteger(159, new SecureRandom()).setBit(0),
                    Date.from(now.minusSeconds(60)),
                    Date.from(now.plus(LIFE)),
                    subject,
                    pair.getPublic());
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
            return new TlsIdentity(
                    pair.getPrivate(), new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new AssertionError("this JDK cannot make a P-256 certificate", e);
        }
    }

    /// Brings back what [#privateKey] and [#certificateDer] gave.
    ///
    /// @throws GeneralSecurityException if the bytes are not a key and its certificate: damaged storage
    public static TlsIdentity of(Bytes pkcs8, Bytes certificateDer) throws GeneralSecurityException {
        var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8.toArray()));
        var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificateDer.toArray()));
        return new TlsIdentity(key, certificate);
    }

    /// PKCS#8, to be sealed at once.
    public Bytes privateKey() {
        return Bytes.copyOf(key.getEncoded());
    }

    /// The certificate, DER.
    public Bytes certificateDer() {
        try {
            return Bytes.copyOf(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a certificate that was read cannot be written", e);
        }
    }

    /// When the certificate ends.
    public Instant expiresAt() {
        return certificate.getNotAfter().toInstant();
    }

    /// The key's pin.
    public Digest32 pin() {
        return pin(certificate);
    }

    /// The pin of a certificate's key.
    public static Digest32 pin(X509Certificate certificate) {
        return StandardHash.sha256(Bytes.copyOf(certificate.getPublicKey().getEncoded()));
    }

    KeyManager[] keyManagers() {
        return new OwnTls(this).keyManagers();
    }

    X509Certificate certificate() {
        return certificate;
    }

    PrivateKey privateKeyObject() {
        return key;
    }

    /// Whether `now` is within the certificate's dates.
    public boolean isValidAt(Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    @Override
    public String toString() {
        return "TlsIdentity " + pin();
    }
}
