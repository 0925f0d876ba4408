package tallystick.mpc.ecdsa;

import java.util.List;
import java.util.TreeSet;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyClaim;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;

/// What is to be signed, by which key and whom, and why: all that a party knows before it has heard a word from the
/// others.
///
/// **Why** every field that parties could see differently is here and is compared first, so that a lying requester
/// costs nobody a ban, and each party no more than what it took for this one session.
///
/// **Form** canonical bytes, `docs/spec/signing.md` §2. A digest is always 32 bytes and made by this party itself from
/// what it decoded; there is no way to hand in fewer or more.
///
/// @param request names the order to sign: hash of the evidence and a number of the attempt
/// @param keyId which key
/// @param keyHash hash of the group key, its point and all leaf points among it: two attempts at one epoch have two
/// @param epoch in which generation of its shares
/// @param tree hash of its quorum tree
/// @param parties the signing set, ascending and distinct
/// @param roster hash of their identity keys ([Roster#hashOf]): whose consent will be believed
/// @param tweak which child signs
/// @param chainCode with which the child was derived
/// @param policy hash of the policy under which every party agreed
/// @param digests what to sign: 1..[Allocation#ITEMS_MAX] digests, one signature each, all by one child
public record SigningTerms(
        Digest32 request,
        Digest32 keyId,
        Digest32 keyHash,
        int epoch,
        Digest32 tree,
        List<PartyId> parties,
        Digest32 roster,
        KeyTweak tweak,
        Digest32 chainCode,
        Digest32 policy,
        List<Digest32> digests) {
    private static final int VERSION = 3;
    static final int PARTIES_MAX = 64;
    /// So that the longest message of a run, about 80 bytes for each digest and party, stays below the limit of a run.
    private static final int DIGESTS_TIMES_PARTIES_MAX = 1 << 15;

    /// What differs from one order to the next.
    ///
    /// @param request names the order to sign
    /// @param policy hash of the policy
    /// @param tweak which child signs
    /// @param digests what to sign
    public record Order(Digest32 request, Digest32 policy, KeyTweak tweak, List<Digest32> digests) {
        /// Copies.
        public Order {
            digests = List.copyOf(digests);
        }
    }

    /// Copies.
    ///
    /// @throws IllegalArgumentException if the parties are not ascending, distinct and two at least, there are too
    /// few
    ///     or too many digests, or the epoch is below 1
    public SigningTerms {
        parties = List.copyOf(parties);
        digests = List.copyOf(digests);
        if (!ascending(parties))
            throw new IllegalArgumentException("parties not ascending, distinct, 2..%d".formatted(PARTIES_MAX));
        if (epoch < 1) throw new IllegalArgumentException("epoch %d below 1".formatted(epoch));
        if (digests.isEmpty() || digests.size() > Allocation.ITEMS_MAX)
            throw new IllegalArgumentException("%d digests, not 1..%d".formatted(digests.size(), Allocation.ITEMS_MAX));
        if (digests.size() * parties.size() > DIGESTS_TIMES_PARTIES_MAX)
            throw new IllegalArgumentException("%d digests for %d parties: their product is above %d"
                    .formatted(digests.size(), parties.size(), DIGESTS_TIMES_PARTIES_MAX));
    }

    /// The terms of an order for this key and set.
    ///
    /// @param roster whose identity key is whose
    /// @throws IllegalArgumentException if the set is of another tree than the key's, or as the terms themselves:
    ///     the caller's fault
    public static SigningTerms of(GroupKey key, SigningSet set, Roster roster, Order order) {
        if (!set.tree().equals(key.tree())) throw new IllegalArgumentException("signing set of another quorum tree");
        return new SigningTerms(
                order.request(),
                key.id(),
                key.hash(),
                key.epoch(),
                key.tree().hash(),
                set.parties(),
                roster.hashOf(set.parties()),
                order.tweak(),
                key.chainCode(),
                order.policy(),
                order.digests());
    }

    /// What the terms say of the key and of who signs.
    KeyClaim claim() {
        return new KeyClaim(keyId, keyHash, epoch, tree, chainCode, parties, roster);
    }

    /// How many signatures.
    public int count() {
        return digests.size();
    }

    /// The party that adds the tweak.
    public PartyId lowest() {
        return parties.getFirst();
    }

    /// The public key that will have signed.
    ///
    /// @param groupKey the key's own point
    Point signingKey(Point groupKey) {
        return tweak.childOf(groupKey).orThrow("terms of an identity child are refused");
    }

    /// Hash of [#encode].
    public Digest32 hash() {
        return Transcript.of("tallystick/ecdsa/v3/signing-terms")
                .add("terms", encode())
                .digest();
    }

    /// The canonical bytes.
    public Bytes encode() {
        var writer = new Writer();
        write(writer);
        return writer.toBytes();
    }

    /// Reads [#encode].
    public static Parsed<SigningTerms> parse(Bytes encoded) {
        return Reader.parse(encoded, SigningTerms::read);
    }

    static SigningTerms read(Reader reader) throws MalformedInput {
        var start = reader.position();
        if (reader.u8("terms version") != VERSION) throw new MalformedInput(start, "terms version 3");
        var request = Digest32.read(reader, "request");
        var keyId = Digest32.read(reader, "key id");
        var keyHash = Digest32.read(reader, "key hash");
        var epochAt = reader.position();
        var epoch = reader.u32("epoch");
        if (epoch < 1) throw new MalformedInput(epochAt, "epoch from 1");
        var tree = Digest32.read(reader, "tree");
        var partiesAt = reader.position();
        var parties = reader.list(2, PARTIES_MAX, "parties", each -> PartyId.read(each, "party"));
        if (!ascending(parties)) throw new MalformedInput(partiesAt, "parties ascending and distinct");
        var roster = Digest32.read(reader, "roster");
        var tweak = KeyTweak.read(EcdsaNumbers.GROUP, reader);
        var chainCode = Digest32.read(reader, "chain code");
        var policy = Digest32.read(reader, "policy");
        var countMax = Math.min(Allocation.ITEMS_MAX, DIGESTS_TIMES_PARTIES_MAX / parties.size());
        var digests = reader.list(1, countMax, "digests", each -> Digest32.read(each, "digest"));
        return new SigningTerms(
                request, keyId, keyHash, epoch, tree, parties, roster, tweak, chainCode, policy, digests);
    }

    /// @spec docs/spec/signing.md#SG-1 signing
    void write(Writer writer) {
        writer.u8(VERSION).raw(request.bytes()).raw(keyId.bytes()).raw(keyHash.bytes());
        writer.u32(epoch).raw(tree.bytes());
        writer.list(parties, (out, party) -> party.write(out)).raw(roster.bytes());
        tweak.write(writer);
        writer.raw(chainCode.bytes()).raw(policy.bytes());
        writer.list(digests, (out, digest) -> out.raw(digest.bytes()));
    }

    private static boolean ascending(List<PartyId> parties) {
        return parties.size() >= 2
                && parties.size() <= PARTIES_MAX
                && List.copyOf(new TreeSet<>(parties)).equals(parties);
    }
}
