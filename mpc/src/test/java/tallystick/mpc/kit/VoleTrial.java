package tallystick.mpc.kit;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.ecdsa.PairBatch;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.PairSetup;
import tallystick.mpc.ecdsa.PoolFill;
import tallystick.mpc.ecdsa.ReceiverItem;
import tallystick.mpc.ecdsa.RosterSecrets;
import tallystick.mpc.ecdsa.SenderItem;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Session;

/// Parties that set up base OTs and fill pools, in one memory and from one seed.
public final class VoleTrial implements AutoCloseable {
    private final SecretMemory home;
    private final SeededEntropy entropy;
    private final SortedMap<PartyId, MemoryLedger> ledgers = new TreeMap<>();
    private int runs;

    /// @param seed of all chance
    public VoleTrial(long seed) {
        this(seed, SecretMemory.open());
    }

    /// The same in this memory, which closes with it.
    public VoleTrial(long seed, SecretMemory home) {
        this.home = home;
        this.entropy = new SeededEntropy(seed);
    }

    /// Where everything lives.
    public SecretMemory home() {
        return home;
    }

    /// Chance.
    public SeededEntropy entropy() {
        return entropy;
    }

    /// A party's durable record.
    public MemoryLedger ledger(PartyId party) {
        return ledgers.computeIfAbsent(party, _ -> new MemoryLedger());
    }

    /// The key all trials are for.
    public static Digest32 key() {
        return Trial.digest("vole trial key");
    }

    /// A set-up of parties 1..count, not yet run.
    public Network<RosterSecrets> setup(int count, int epoch) {
        var session = "pair set-up " + runs++;
        return Network.of(
                Trial.parties(count),
                self -> PairSetup.of(Trial.session(session, self.value(), count), key(), epoch, entropy.split(), home));
    }

    /// The secrets of parties 1..count after an undisturbed set-up for epoch 1, by party.
    public SortedMap<PartyId, RosterSecrets> secrets(int count) {
        return Outcomes.assertFinished(setup(count, 1).run());
    }

    /// A fill between the two parties whose secrets these are, not yet run.
    public Network<PairBatch> fill(PairSecrets one, PairSecrets other, int items) {
        var session = Trial.session("fill " + runs++);
        return Network.of(List.of(one, other).stream()
                .map(pair -> {
                    var name = pair.name();
                    var parties = List.of(name.lower(), name.higher());
                    return PoolFill.of(new Session(session, name.self(), parties), pair, items, with(name.self()));
                })
                .toList());
    }

    /// The surroundings of one party.
    public PoolFill.Surroundings with(PartyId party) {
        return new PoolFill.Surroundings(ledger(party), boot(party), entropy, home);
    }

    /// A party's boot id.
    public static BootId boot(PartyId party) {
        return new BootId(Trial.digest("boot of " + party));
    }

    /// Whether t + r = α·β for both inputs; spends both halves.
    public static boolean fits(SenderItem senderItem, ReceiverItem receiverItem) {
        try (var sender = senderItem.spend();
                var receiver = receiverItem.spend();
                var nonceSum = sender.nonceOutput().plus(receiver.nonceOutput());
                var keySum = sender.keyOutput().plus(receiver.keyOutput());
                var nonceProduct = sender.nonceInput().times(receiver.multiplier());
                var keyProduct = sender.keyInput().times(receiver.multiplier())) {
            return senderItem.ref().equals(receiverItem.ref())
                    && nonceSum.sameAs(nonceProduct)
                    && keySum.sameAs(keyProduct)
                    && !nonceSum.isZero()
                    && !nonceSum.sameAs(keySum);
        }
    }

    @Override
    public void close() {
        home.close();
    }
}
