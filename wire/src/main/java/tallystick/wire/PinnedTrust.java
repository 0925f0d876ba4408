package tallystick.wire;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import tallystick.crypto.hash.Digest32;

/// Trusts a peer by the pin of its key and the dates of its certificate, and by nothing else: no authority, no name.
final class PinnedTrust extends X509ExtendedTrustManager {
    private final Predicate<Digest32> accepted;
    private final CertificateListener listener;

    PinnedTrust(Predicate<Digest32> accepted, CertificateListener listener) {
        this.accepted = accepted;
        this.listener = listener;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length != 1)
            throw new CertificateException("chain of %d certificates, not 1".formatted(chain.length));
        var pin = TlsIdentity.pin(chain[0]);
        if (!accepted.test(pin)) throw new CertificateException("key not pinned in the roster");
        try {
            chain[0].checkValidity();
        } catch (CertificateException outOfDate) {
            listener.outOfDate(pin);
            throw outOfDate;
        }
        listener.seen(pin, chain[0].getNotAfter().toInstant());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
