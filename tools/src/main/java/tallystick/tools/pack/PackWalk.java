package tallystick.tools.pack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tallystick.core.audit.AuditEvent;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.chain.registry.Chains;
import tallystick.core.docket.Docket;
import tallystick.core.docket.Retrial;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.Scheme;

/// Goes through all logs of a pack at once, and rules again on every ruling as it comes by.
///
/// **Threads** one.
public final class PackWalk {
    private static final int KEYS_MAX = 100_000;

    private final LogWalk logs;
    private final DocketWalk dockets;
    private final Map<String, Map<Digest32, AuditEvent.CeremonyActivated>> keys = new HashMap<>();
    private final Chains chains = Chains.all();
    private final PackKnowledge knowledge;

    /// One entry.
    ///
    /// @param found where, and what it tells
    /// @param decided if the entry tells of a ruling
    public record Step(LogWalk.Found found, Optional<Decided> decided) {}

    /// @param holdings the pack
    /// @param logs of it
    public PackWalk(Holdings holdings, List<PackedLog> logs) throws Unfit {
        this.logs = new LogWalk(logs);
        this.dockets = new DocketWalk(holdings);
        this.knowledge = PackKnowledge.read(holdings, chains);
    }

    /// The next entry; empty at the end.
    public Optional<Step> next() throws Unfit {
        var found = logs.next();
        if (found.isEmpty()) return Optional.empty();
        var node = found.get().node();
        dockets.told(node, found.get().entry().at());
        return switch (found.get().entry().event()) {
            case AuditEvent.CeremonyActivated key -> {
                var own = keys.computeIfAbsent(node, _ -> new HashMap<>());
                own.putIfAbsent(key.keyId(), key);
                if (own.size() > KEYS_MAX)
                    throw new Unfit("the log of %s tells of more than %d keys".formatted(node, KEYS_MAX));
                yield Optional.of(new Step(found.get(), Optional.empty()));
            }
            case AuditEvent.PolicyDecided said ->
                Optional.of(new Step(found.get(), Optional.of(decided(found.get(), said))));
            default -> Optional.of(new Step(found.get(), Optional.empty()));
        };
    }

    /// The key as the node's log had it active first: its point stays the same.
    public Optional<AuditEvent.CeremonyActivated> key(String node, Digest32 keyId) {
        return Optional.ofNullable(keys.getOrDefault(node, Map.of()).get(keyId));
    }

    /// Gives when rulings in the docket were made that no entry tells of.
    public void rest(String node, Consumer<Instant> taker) throws Unfit {
        dockets.rest(node, taker);
    }

    private Decided decided(LogWalk.Found found, AuditEvent.PolicyDecided said) throws Unfit {
        var node = found.node();
        var whole = dockets.take(node, said.basis(), found.entry().at());
        if (whole.isEmpty()) {
            var why = "the docket of %s does not have it: nobody can rule again".formatted(node);
            return new Decided(said, Optional.empty(), new Retrial.Outcome.Untried(why));
        }
        var heard = whole.get().heard();
        return new Decided(said, Optional.of(heard), again(node, said, whole.get()));
    }

    private Retrial.Outcome again(String node, AuditEvent.PolicyDecided said, Docket.Whole whole) throws Unfit {
        var heard = whole.heard();
        var intent = heard.evidence().intent();
        if (!intent.id().equals(said.intent())) return new Retrial.Outcome.Untried("the docket has another intent");
        var key = key(node, intent.keyId()).flatMap(PackWalk::trialKey);
        if (key.isEmpty()) return new Retrial.Outcome.Untried("the log never saw its key activated");
        var known = knowledge.of(heard.knowledge());
        if (known.isEmpty()) return new Retrial.Outcome.Untried("it was read with knowledge that is not in the pack");
        return Retrial.of(whole, key.get(), chains, known.get());
    }

    private static Optional<Retrial.Key> trialKey(AuditEvent.CeremonyActivated key) {
        var scheme = Scheme.ofCode(key.schemeCode());
        var algorithm = scheme.flatMap(PackWalk::algorithm);
        if (algorithm.isEmpty()) return Optional.empty();
        var curve = algorithm.get() == Algorithm.ED25519 ? Curve.ED25519 : Curve.SECP256K1;
        return curve.group().parsePoint(key.point()) instanceof Parsed.Ok<Point>(var point)
                ? Optional.of(new Retrial.Key(point, key.chainCode(), algorithm.get()))
                : Optional.empty();
    }

    /// By which signatures under a key of this scheme verify.
    static Optional<Algorithm> algorithm(Scheme scheme) {
        return switch (scheme) {
            case ECDSA_SECP256K1 -> Optional.of(Algorithm.ECDSA_SECP256K1);
            case FROST_BIP340 -> Optional.of(Algorithm.BIP340);
            case FROST_ED25519 -> Optional.of(Algorithm.ED25519);
            case FROST_SECP256K1 -> Optional.empty();
        };
    }

    /// The accounts of a key itself, one for each chain that takes its signatures.
    static List<String> accounts(AuditEvent.CeremonyActivated activated) {
        var accounts = new ArrayList<String>();
        for (var key : trialKey(activated).stream().toList())
            for (var family : Chains.all().families()) {
                if (family.curve() != key.point().group().curve()) continue;
                var account = family.account(family.main(), key.point(), key.algorithm());
                var isTaken = key.algorithm() != Algorithm.BIP340
                        || !account.equals(family.account(family.main(), key.point()));
                if (isTaken) accounts.add(account.toString());
            }
        return accounts;
    }
}
