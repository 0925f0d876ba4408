package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.NonceBatch;
import tallystick.mpc.ecdsa.NonceStock;
import tallystick.mpc.ecdsa.PairPools;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.SetupAgreement;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningResult;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Roster;
import tallystick.mpc.session.Run;

/// All parties of one dealt ECDSA key with ideal pools, ready to sign: everything follows from the seed.
public final class SigningWorld implements AutoCloseable {
    private static final int OT_STATE_BYTES = 16 + 4096 + 8192;

    private final DealtKey key;
    private final Roll roll;
    private final long seed;
    private final SortedMap<PartyId, EcdsaKeyShare> shares = new TreeMap<>();
    private final SortedMap<PartyId, PairPools> pools = new TreeMap<>();
    private final SortedMap<PartyId, NonceStock> stocks = new TreeMap<>();
    private final SortedMap<PartyId, SeededEntropy> chance = new TreeMap<>();
    private final SortedMap<PartyId, TrialQuarantine> quarantines = new TreeMap<>();
    private int requests;

    private SigningWorld(DealtKey key, long seed) {
        this.key = key;
        this.seed = seed;
        this.roll = Roll.of(parties(), seed);
        var dealer = new IdealVole(seed, key.home());
        for (var party : parties()) {
            shares.put(party, shareOf(party));
            quarantines.put(party, new TrialQuarantine());
            pools.put(party, dealer.pools(party));
            chance.put(party, new SeededEntropy(seed * 1000 + party.value()));
            var boot = new BootId(hash("boot", party.value()));
            stocks.put(party, new NonceStock(key.key(), party, boot, key.home()));
        }
    }

    /// A fresh key for this tree.
    public static SigningWorld of(String tree, long seed) {
        return of(DealtKey.deal(tree, Scheme.ECDSA_SECP256K1, seed), seed);
    }

    /// Takes over a dealt key.
    public static SigningWorld of(DealtKey key, long seed) {
        return new SigningWorld(key, seed);
    }

    /// The dealt key.
    public DealtKey key() {
        return key;
    }

    /// Identity keys.
    public Roll roll() {
        return roll;
    }

    /// All parties of the key.
    public List<PartyId> parties() {
        return key.key().tree().parties();
    }

    /// A party's share.
    public EcdsaKeyShare share(PartyId party) {
        return shares.get(party);
    }

    /// A party's nonce stock.
    public NonceStock stock(PartyId party) {
        return stocks.get(party);
    }

    /// A party's VOLE items.
    public PairPools pools(PartyId party) {
        return pools.get(party);
    }

    /// What a party remembers of burnt sets.
    public TrialQuarantine quarantine(PartyId party) {
        return quarantines.get(party);
    }

    /// A party's chance.
    public Entropy chance(PartyId party) {
        return chance.get(party);
    }

    /// Every party prepares `count` nonces and tells all others.
    public SigningWorld prepareNonces(int count) {
        for (var party : parties()) deliver(party, stocks.get(party).prepare(count, chance.get(party)));
        return this;
    }

    /// Hands a batch to everybody but its maker.
    public void deliver(PartyId from, NonceBatch batch) {
        for (var to : parties()) {
            if (!to.equals(from)) stocks.get(to).accept(from, batch);
        }
    }

    /// A digest that is nobody's message.
    public static Digest32 digest(int number) {
        return Transcript.of("tallystick/test/v1/digest").add("number", number).digest();
    }

    /// The tweak of the child at `m/44/0/step`.
    public static KeyTweak tweak(DealtKey key, int step) {
        return KeyTweak.of(key.key(), DerivationPath.of(44, 0, step)).orElseThrow();
    }

    /// A tweak that nobody derived: this path and this number, as somebody could write them down.
    public static KeyTweak claimed(DerivationPath path, Scalar sum) {
        var writer = new Writer();
        path.write(writer);
        return Reader.parse(writer.raw(sum.encode()).toBytes(), reader -> KeyTweak.read(sum.group(), reader))
                .orThrow();
    }

    /// Terms for `count` digests by the key itself, with a request of its own.
    public SigningTerms terms(int count, int... parties) {
        return terms(KeyTweak.none(Curve.SECP256K1), count, parties);
    }

    /// Terms for `count` digests by a child of the key, with a request of its own.
    public SigningTerms terms(KeyTweak tweak, int count, int... parties) {
        var digests = IntStream.range(0, count).mapToObj(SigningWorld::digest).toList();
        var order = new SigningTerms.Order(hash("request", requests++), hash("policy", 0), tweak, digests);
        return SigningTerms.of(key.key(), key.set(parties), roll, order);
    }

    /// One party's part in agreeing on these terms.
    public SetupAgreement agreement(PartyId party, SigningTerms terms) {
        return agreement(party, terms, roll.identity(party));
    }

    /// One party's part in agreeing on these terms, as one that believes these identity keys.
    public SetupAgreement agreement(PartyId party, SigningTerms terms, Roster believed) {
        return agreement(party, terms, believed, roll.identity(party));
    }

    /// One party's part in agreeing on these terms, with another identity key.
    public SetupAgreement agreement(PartyId party, SigningTerms terms, PartyIdentity identity) {
        return agreement(party, terms, roll, identity);
    }

    private SetupAgreement agreement(PartyId party, SigningTerms terms, Roster believed, PartyIdentity identity) {
        var admitted = shares.get(party)
                .admit(terms, believed, _ -> false, quarantine(party))
                .orThrow();
        var means = new SetupAgreement.Means(pools.get(party), stocks.get(party), identity, chance.get(party));
        return SetupAgreement.of(admitted, means);
    }

    /// A network in which the parties of these terms agree.
    public Network<ChosenSetup> agreeing(SigningTerms terms) {
        return Network.of(terms.parties(), party -> agreement(party, terms));
    }

    /// Honest agreement on these terms.
    public SortedMap<PartyId, ChosenSetup> agree(SigningTerms terms) {
        return Outcomes.assertFinished(agreeing(terms).run());
    }

    /// A network in which the parties sign what they agreed on.
    public static Network<SigningResult> signing(Map<PartyId, ChosenSetup> agreed) {
        return Network.of(agreed.values().stream().map(Signing::of).toList());
    }

    /// A network that signs these terms, honestly agreed.
    public Network<SigningResult> signing(SigningTerms terms) {
        return signing(agree(terms));
    }

    /// Honest signing of these terms; all parties' results.
    public SortedMap<PartyId, SigningResult> sign(SigningTerms terms) {
        return Outcomes.assertFinished(signing(terms).run());
    }

    /// How everybody ended when `meddler` sat on the wires of the signing session.
    public SortedMap<PartyId, Run.Outcome<SigningResult>> meddled(SigningTerms terms, Meddler meddler) {
        return signing(terms).meddle(meddler).run();
    }

    /// The public key that signs under these terms.
    public Point signingKey(SigningTerms terms) {
        return (Point) terms.tweak().childOf(key.key().point());
    }

    /// The secret that signs under these terms: the dealer's knowledge.
    public Scalar signingSecret(SigningTerms terms) {
        return key.secret().plus(terms.tweak().sum());
    }

    /// Bytes of secrets open now.
    public long openSecretBytes() {
        return key.home().lentBytes();
    }

    @Override
    public void close() {
        stocks.values().forEach(NonceStock::close);
        shares.values().forEach(EcdsaKeyShare::close);
        key.close();
    }

    private EcdsaKeyShare shareOf(PartyId self) {
        return new EcdsaKeyShare(
                key.share(self), pairsOf(self, key.key().epoch(), UnaryOperator.identity()), key.home());
    }

    /// Dealt pair secrets of one party: OT states of zeros, which signing does not touch, and a zero-share seed for
    /// each pair.
    public SortedMap<PartyId, PairSecrets> pairsOf(PartyId self, int epoch, UnaryOperator<Digest32> changeSeed) {
        var pairs = new TreeMap<PartyId, PairSecrets>();
        for (var peer : parties()) {
            if (peer.equals(self)) continue;
            var low = Math.min(self.value(), peer.value());
            var high = Math.max(self.value(), peer.value());
            var zeroSeed = changeSeed.apply(hash("zero seed", low * 1000 + high));
            pairs.put(peer, pair(self, peer, epoch, zeroSeed));
        }
        return pairs;
    }

    private PairSecrets pair(PartyId self, PartyId peer, int epoch, Digest32 zeroSeed) {
        var writer = new Writer()
                .raw(Bytes.ofUtf8("tspair"))
                .u8(1)
                .raw(key.key().id().bytes())
                .u32(epoch);
        self.write(writer);
        peer.write(writer);
        var encoded = writer.raw(hash("set-up", 0).bytes())
                .raw(Bytes.copyOf(new byte[OT_STATE_BYTES]))
                .raw(zeroSeed.bytes())
                .toBytes();
        try (var secret = SecretBytes.takeFrom(encoded.toArray(), key.home())) {
            return PairSecrets.parse(secret, key.home()).orThrow();
        }
    }

    private Digest32 hash(String what, int number) {
        return Transcript.of("tallystick/test/v1/signing-world")
                .add("seed", seed)
                .add(what, number)
                .digest();
    }

    /// Every list of `count` parties of this key that can sign.
    public static List<List<PartyId>> qualifiedSets(DealtKey key) {
        var parties = key.key().tree().parties();
        var sets = new ArrayList<List<PartyId>>();
        for (var mask = 1; mask < 1 << parties.size(); mask++) {
            var chosen = mask;
            Collection<PartyId> set = parties.stream()
                    .filter(party -> (chosen >> party.value() - 1 & 1) == 1)
                    .toList();
            if (key.key().tree().qualify(set) instanceof tallystick.mpc.access.Qualification.Qualified)
                sets.add(List.copyOf(set));
        }
        return sets;
    }
}
