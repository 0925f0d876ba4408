package tallystick.wire;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// The TLS key and certificate that this program shows, which may change while it runs: handshakes from then on show
/// the new one, and connections there are go on.
///
/// **Threads** any.
public final class OwnTls {
    private volatile Shown shown;

    /// @param before what a handshake may have begun with
    private record Shown(TlsIdentity current, TlsIdentity before) {
        /// One handshake gets key and certificate of one pair, whenever they change.
        TlsIdentity of(String alias) {
            return current.pin().toString().equals(alias) ? current : before;
        }
    }

    /// Begins with `first`.
    public OwnTls(TlsIdentity first) {
        this.shown = new Shown(first, first);
    }

    /// What is shown now.
    public TlsIdentity current() {
        return shown.current();
    }

    /// Shows `next` from now on.
    public synchronized void change(TlsIdentity next) {
        shown = new Shown(next, shown.current());
    }

    KeyManager[] keyManagers() {
        return new KeyManager[] {new Keys()};
    }

    /// Names a key by its pin.
    private final class Keys extends X509ExtendedKeyManager {
        private static final String EC = "EC";

        private @Nullable String alias(@Nullable String type) {
            return type == null || type.startsWith(EC) ? current().pin().toString() : null;
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {current().pin().toString()};
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return alias(EC);
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return alias(EC);
        }

        @Override
        public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {current().pin().toString()};
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return alias(type);
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return alias(type);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {shown.of(alias).certificate()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return shown.of(alias).privateKeyObject();
        }
    }
}
