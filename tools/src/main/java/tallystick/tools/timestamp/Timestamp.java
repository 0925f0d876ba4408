package tallystick.tools.timestamp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.RuntimeOperatorException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// What a service answered that was asked when something was there already.
///
/// **Form** TimeStampResp of RFC 3161 in DER, at most 64 KiB. **Threads** immutable.
public final class Timestamp {
    /// The longest answer.
    public static final int LENGTH_BYTES_MAX = 1 << 16;

    private final TimeStampToken token;

    /// What became of a check.
    public sealed interface Outcome {
        /// It was there then.
        ///
        /// @param certificate SHA-256 of the certificate of who says so
        record Held(Instant at, Digest32 certificate) implements Outcome {}

        /// It says nothing.
        ///
        /// @param why a lower-case phrase
        record Wrong(String why) implements Outcome {}
    }

    private Timestamp(TimeStampToken token) {
        this.token = token;
    }

    /// Checks an answer: that it is of this content, signed by a certificate that may sign times, and that one of a
    /// trusted authority or issued by one.
    ///
    /// @param answer a stranger's
    /// @param content SHA-256 of what it is about
    /// @param trusted of authorities; empty trusts whatever certificate the answer has, which then must be compared
    /// @spec https://www.rfc-editor.org/rfc/rfc3161#section-2.2 RFC 3161 §2.2
    public static Outcome check(Bytes answer, Digest32 content, List<X509Certificate> trusted) {
        if (answer.length() > LENGTH_BYTES_MAX) return new Outcome.Wrong("an answer of more than 64 KiB");
        try {
            var response = new TimeStampResponse(answer.toArray());
            var token = response.getTimeStampToken();
            var isGranted =
                    response.getStatus() == PKIStatus.GRANTED || response.getStatus() == PKIStatus.GRANTED_WITH_MODS;
            if (!isGranted || token == null) return new Outcome.Wrong("the service did not grant it");
            return new Timestamp(token).check(content, trusted);
        } catch (TSPException
                | IOException
                | GeneralSecurityException
                | OperatorCreationException
                | RuntimeOperatorException
                | IllegalArgumentException
                | IllegalStateException
                | ClassCastException
                | IndexOutOfBoundsException
                | NullPointerException malformed) { // the library meets strangers' bytes with all of these
            return new Outcome.Wrong("it is no token that verifies");
        }
    }

    private Outcome check(Digest32 content, List<X509Certificate> trusted)
            throws TSPException, GeneralSecurityException, OperatorCreationException {
        var told = token.getTimeStampInfo();
        var isOfContent = TSPAlgorithms.SHA256.equals(told.getMessageImprintAlgOID())
                && Arrays.equals(told.getMessageImprintDigest(), content.bytes().toArray());
        if (!isOfContent) return new Outcome.Wrong("it is of something else");
        var signer = signer();
        if (signer.isEmpty()) return new Outcome.Wrong("its certificate is missing");
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer.get()));
        var at = told.getGenTime().toInstant();
        var certificate = StandardHash.sha256(Bytes.copyOf(signer.get().getEncoded()));
        if (!trusted.isEmpty() && !isTrusted(signer.get(), trusted, at))
            return new Outcome.Wrong("its certificate is of none of the given authorities");
        return new Outcome.Held(at, certificate);
    }

    private Optional<X509Certificate> signer() throws GeneralSecurityException {
        @SuppressWarnings("unchecked") // as its documentation says
        Collection<X509CertificateHolder> matching = token.getCertificates().getMatches(token.getSID());
        var found = matching.iterator();
        return found.hasNext()
                ? Optional.of(new JcaX509CertificateConverter().getCertificate(found.next()))
                : Optional.empty();
    }

    private static boolean isTrusted(X509Certificate signer, List<X509Certificate> trusted, Instant at)
            throws GeneralSecurityException {
        if (trusted.contains(signer)) return true;
        for (var authority : trusted) if (isIssued(signer, authority, at)) return true;
        return false;
    }

    @SuppressWarnings("JavaUtilDate") // the one form the JDK takes
    private static boolean isIssued(X509Certificate signer, X509Certificate authority, Instant at)
            throws GeneralSecurityException {
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(signer));
        try {
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return true;
        } catch (CertPathValidatorException another) {
            return false;
        }
    }
}
