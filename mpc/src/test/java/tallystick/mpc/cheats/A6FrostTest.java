package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.frost.FrostAdmission;
import tallystick.mpc.frost.FrostSetup;
import tallystick.mpc.frost.FrostTerms;
import tallystick.mpc.frost.NonceItems;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.KeyClaim;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.key.SetName;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.TrialQuarantine;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;

/// A6 and F3: whatever of a stranger's FROST terms is not so is refused by name, and nothing is thrown.
class A6FrostTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);
    private static final Digest32 OTHER = new Digest32(FrostTrial.message(99));
    private static final TaprootTweak NONE = new TaprootTweak.None();

    @Test
    void termsOfThisKey_areAdmitted() {
        for (var scheme : FrostTrial.SCHEMES)
            try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 1)) {
                var setup = FrostTrial.setup(dealt, 1, 3);
                var admitted = FrostTrial.admitted(dealt.share(1), setup);
                assertThat(admitted.setup().setup()).isEqualTo(setup.setup());
                assertThat(admitted.share()).isSameAs(dealt.share(1));
            }
    }

    @Test
    void claimsOfAnotherKey_areRefusedFieldByField() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var is = claim(dealt, ONE, TWO);
            var parties = is.parties();
            var claims = new TreeMap<Refusal, KeyClaim>();
            claims.put(
                    Refusal.OTHER_KEY,
                    new KeyClaim(OTHER, is.keyHash(), 1, is.tree(), is.chainCode(), parties, is.roster()));
            claims.put(
                    Refusal.OTHER_EPOCH,
                    new KeyClaim(is.keyId(), is.keyHash(), 2, is.tree(), is.chainCode(), parties, is.roster()));
            claims.put(
                    Refusal.OTHER_TREE,
                    new KeyClaim(is.keyId(), is.keyHash(), 1, OTHER, is.chainCode(), parties, is.roster()));
            claims.put(
                    Refusal.OTHER_CHAIN_CODE,
                    new KeyClaim(is.keyId(), is.keyHash(), 1, is.tree(), OTHER, parties, is.roster()));
            claims.put(
                    Refusal.OTHER_SHARES,
                    new KeyClaim(is.keyId(), OTHER, 1, is.tree(), is.chainCode(), parties, is.roster()));
            claims.put(Refusal.UNKNOWN_PARTY, claim(dealt, ONE, new PartyId(4)));
            claims.put(Refusal.NOT_A_MEMBER, claim(dealt, TWO, THREE));
            claims.put(Refusal.UNQUALIFIED_SET, claim(dealt, ONE));
            claims.forEach((why, claim) -> {
                var requests = List.of(FrostTrial.plain(dealt, 1));
                refused(dealt, why, terms(claim, requests));
                assertThat(why.fault()).isEqualTo(Refusal.Fault.ASKERS);
            });
            assertThat(claims).hasSize(8);
            refused(dealt, Refusal.UNQUALIFIED_SET, terms(claim(dealt, ONE, ONE, TWO), List.of()));
            refused(dealt, Refusal.UNQUALIFIED_SET, terms(claim(dealt, ONE, ONE), List.of()));
        }
    }

    /// Somebody's roster is an old one, and nobody can tell whose.
    @Test
    void termsOfOtherIdentityKeys_areRefused_andNobodyIsNamed() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var requests = List.of(FrostTrial.plain(dealt, 1));
            var roll = Roll.of(List.of(ONE, TWO, THREE), 1);
            var is = KeyClaim.of(dealt.key(), List.of(ONE, TWO), roll);
            for (var old : List.of(roll.with(TWO, 9), roll.with(ONE, 9))) {
                var refused = refusal(dealt, terms(is, requests), old);
                assertThat(refused.why()).isEqualTo(Refusal.OTHER_ROSTER);
                assertThat(refused.why().field()).isEqualTo("roster");
                assertThat(refused.why().fault()).isEqualTo(Refusal.Fault.UNPROVEN);
            }
            var unknown = refusal(dealt, terms(is, requests), roll.without(TWO));
            assertThat(unknown.why()).isEqualTo(Refusal.NO_IDENTITY);
            assertThat(unknown.why().fault()).isEqualTo(Refusal.Fault.OWN);
            assertThat(unknown.detail()).contains("party 2");
            // Those who do not sign may differ.
            for (var other : List.of(roll.with(THREE, 9), roll.without(THREE)))
                assertThat(FrostAdmission.of(dealt.share(1), terms(is, requests), other, new TrialQuarantine()))
                        .isInstanceOf(FrostAdmission.Admitted.class);
        }
    }

    /// Where nobody's key is known the hash of none would fit.
    @Test
    void rosterWithoutAParty_isRefused_alsoWhereTheTermsLeaveItOut() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var without = Roll.of(List.of(ONE, TWO, THREE), 1).without(TWO);
            var is = KeyClaim.of(dealt.key(), List.of(ONE, TWO), without);
            var refused = refusal(dealt, terms(is, List.of(FrostTrial.plain(dealt, 1))), without);
            assertThat(refused.why()).isEqualTo(Refusal.NO_IDENTITY);
        }
    }

    private static FrostAdmission.Refused refusal(DealtKey dealt, FrostTerms terms, Roster roster) {
        return (FrostAdmission.Refused) FrostAdmission.of(dealt.share(1), terms, roster, new TrialQuarantine());
    }

    @Test
    void setOfAnotherTree_isRefused() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1);
                var other = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 8)) {
            var terms = FrostTrial.terms(FrostTrial.setup(other, 1, 2));
            refused(dealt, Refusal.OTHER_KEY, terms);
            var is = claim(dealt, ONE, TWO);
            var tree = other.key().tree().hash();
            var mixed = new KeyClaim(is.keyId(), is.keyHash(), 1, tree, is.chainCode(), is.parties(), is.roster());
            refused(dealt, Refusal.OTHER_TREE, terms(mixed, terms.requests()));
        }
    }

    @Test
    void requestsThatCannotBeSigned_areRefused() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1);
                var plain = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_SECP256K1, 7)) {
            var good = FrostTrial.plain(dealt, 1);
            requests(dealt, Refusal.WRONG_COUNT, List.of());
            requests(dealt, Refusal.WRONG_COUNT, Collections.nCopies(FrostSetup.REQUESTS_MAX + 1, good));
            for (var length : new int[] {0, 31, 33}) {
                var message = Bytes.copyOf(new byte[length]);
                requests(dealt, Refusal.MESSAGE_LENGTH, List.of(good, new SigningRequest(message, good.child(), NONE)));
            }
            var child = KeyTweak.none(Curve.SECP256K1);
            for (var taproot : List.of(new TaprootTweak.KeyOnly(), new TaprootTweak.Scripts(OTHER)))
                requests(plain, Refusal.NO_TAPROOT, List.of(new SigningRequest(FrostTrial.message(1), child, taproot)));
            var claimed =
                    SigningWorld.claimed(DerivationPath.of(1), dealt.secret().negate());
            var foreign = KeyTweak.none(Curve.ED25519);
            for (var tweak : List.of(claimed, foreign, FrostTrial.child(plain, 1)))
                requests(
                        dealt,
                        Refusal.OTHER_TWEAK,
                        List.of(good, new SigningRequest(FrostTrial.message(1), tweak, NONE)));
        }
    }

    @Test
    void poolItemsNotOneOfEachPartyForEachRequest_areRefused() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var terms = terms(claim(dealt, ONE, TWO), List.of(FrostTrial.plain(dealt, 1)));
            refused(dealt, Refusal.WRONG_ITEMS, terms.over(items(item(ONE, 1, 1))));
            refused(dealt, Refusal.WRONG_ITEMS, terms.over(items(item(ONE, 1, 1), item(THREE, 2, 1))));
            refused(dealt, Refusal.WRONG_ITEMS, terms.over(items(item(ONE, 1, 1), item(TWO, 2, 2))));
            refused(dealt, Refusal.WRONG_ITEMS, terms.over(items(item(ONE, 1, 1), item(TWO, 1, 1))));
            var good = terms.over(items(item(ONE, 1, 1), item(TWO, 2, 1)));
            assertThat(FrostAdmission.of(dealt.share(1), good, FrostTrial.ROSTER, new TrialQuarantine())
                            .orThrow()
                            .setup()
                            .pooled())
                    .isPresent();
        }
    }

    @Test
    void burntSet_isRefused_andNoOther() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var quarantine = new TrialQuarantine();
            quarantine.impose(SetName.of(dealt.key(), List.of(ONE, TWO)));
            var requests = List.of(FrostTrial.plain(dealt, 1));
            assertThat(FrostAdmission.of(
                            dealt.share(1), terms(claim(dealt, ONE, TWO), requests), FrostTrial.ROSTER, quarantine))
                    .isInstanceOfSatisfying(
                            FrostAdmission.Refused.class,
                            refused -> assertThat(refused.why()).isEqualTo(Refusal.QUARANTINED));
            assertThat(FrostAdmission.of(
                            dealt.share(1), terms(claim(dealt, ONE, THREE), requests), FrostTrial.ROSTER, quarantine))
                    .isInstanceOf(FrostAdmission.Admitted.class);
        }
    }

    @Test
    void shareOfAnEcdsaKey_isTheCallersMistake() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.ECDSA_SECP256K1, 1)) {
            var terms = terms(claim(dealt, ONE, TWO), List.of());
            assertThatThrownBy(() -> FrostAdmission.of(dealt.share(1), terms, FrostTrial.ROSTER, new TrialQuarantine()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private record Item(PartyId party, NonceItems items) {}

    private static Item item(PartyId party, long pool, int count) {
        return new Item(party, new NonceItems(new Digest32(FrostTrial.message(pool)), 0, count));
    }

    private static SortedMap<PartyId, NonceItems> items(Item... items) {
        var all = new TreeMap<PartyId, NonceItems>();
        for (var item : items) all.put(item.party(), item.items());
        return all;
    }

    private static KeyClaim claim(DealtKey dealt, PartyId... parties) {
        var key = dealt.key();
        return KeyClaim.of(key, List.of(parties), FrostTrial.ROSTER);
    }

    private static FrostTerms terms(KeyClaim claim, List<SigningRequest> requests) {
        return new FrostTerms(claim, FrostTrial.POLICY, requests, java.util.Optional.empty());
    }

    private static void requests(DealtKey dealt, Refusal why, List<SigningRequest> requests) {
        refused(dealt, why, terms(claim(dealt, ONE, TWO), requests));
    }

    @Test
    void closedShare_isThisPartysOwnFault() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var terms = terms(claim(dealt, ONE, TWO), List.of(FrostTrial.plain(dealt, 1)));
            var share = dealt.share(1);
            assertThat(FrostAdmission.of(share, terms, FrostTrial.ROSTER, new TrialQuarantine()))
                    .isInstanceOf(FrostAdmission.Admitted.class);
            share.close();
            refused(dealt, Refusal.CLOSED, terms);
            assertThat(Refusal.CLOSED.fault()).isEqualTo(Refusal.Fault.OWN);
        }
    }

    private static void refused(DealtKey dealt, Refusal why, FrostTerms terms) {
        assertThat(FrostAdmission.of(dealt.share(1), terms, FrostTrial.ROSTER, new TrialQuarantine()))
                .isInstanceOfSatisfying(FrostAdmission.Refused.class, refused -> {
                    assertThat(refused.why()).isEqualTo(why);
                    assertThat(refused.detail()).isNotEmpty();
                });
    }
}
