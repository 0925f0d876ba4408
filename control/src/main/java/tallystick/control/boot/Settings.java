package tallystick.control.boot;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tallystick.control.access.TrustedProxies;
import tallystick.control.provider.Provider;
import tallystick.control.store.Database;
import tallystick.core.chain.ChainId;
import tallystick.crypto.codec.Bytes;

/// What one replica of control is started with.
///
/// @param directory where its own database is, if it has one
/// @param host where it listens
/// @param port where it listens; 0 for one that is free
/// @param tls certificate and key that it shows to programs; without, it listens on this machine alone
/// @param database one that is there; its own if absent
/// @param endpoints of EVM chains those of JSON-RPC, of Bitcoin networks those of Esplora or
///     of Bitcoin Core
/// @param confirmations how deep a transaction has to be
/// @param poll how often a chain is looked at
/// @param origin where people reach it with a browser; `localhost` if absent
/// @param console a folder with the console's files in place of those built in
/// @param firstKey Ed25519 public key of the first administrator, made where there is no key yet
/// @param privateWebhooks whether webhooks may be on private networks, for trying out
/// @param provider at which people may sign in beside passkeys
/// @param restored when a backup was put in the place of the database, if one was
/// @param proxies whose word on where a request comes from is taken
public record Settings(
        Path directory,
        Path roster,
        Path identity,
        Path passphrase,
        String host,
        int port,
        Optional<Tls> tls,
        Optional<Database.External> database,
        Map<ChainId, List<URI>> endpoints,
        int confirmations,
        Duration poll,
        Optional<URI> origin,
        Optional<Path> console,
        Optional<Bytes> firstKey,
        boolean privateWebhooks,
        Optional<Provider> provider,
        Optional<Instant> restored,
        TrustedProxies proxies) {
    /// PEM files.
    public record Tls(Path certificate, Path key) {}

    /// Copies.
    public Settings {
        endpoints = endpoints.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> List.copyOf(each.getValue())));
    }

    /// Not what stands in it: the addresses of endpoints may have passwords.
    @Override
    public String toString() {
        return "settings of control in " + directory;
    }
}
