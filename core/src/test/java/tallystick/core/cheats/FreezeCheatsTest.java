package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Proof;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Statutes;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

@DisplayName("Freezes, docs/spec/governance.md GO-11 to GO-14")
class FreezeCheatsTest {
    private static final Directory CROWD = Crowd.directory();
    private static final Freezes.Touched TOUCHED =
            new Freezes.Touched(Ballots.digest("intent"), "treasury", new PersonId("u:ann"), "alpha");

    private static Freezes frozen(FreezeScope scope) {
        return Freezes.none()
                .with(Statutes.freeze(scope, "bo"), Statutes.WORKSPACE, CROWD)
                .orElseThrow();
    }

    private static boolean stops(FreezeScope scope) {
        return !frozen(scope).stopping(TOUCHED, CROWD).isEmpty();
    }

    @Test
    void everyScope_stopsWhatItNames_andNothingElse() {
        assertThat(Freezes.none().stopping(TOUCHED, CROWD)).isEmpty();
        assertThat(stops(new FreezeScope.Request(Ballots.digest("intent")))).isTrue();
        assertThat(stops(new FreezeScope.Request(Ballots.digest("other")))).isFalse();
        assertThat(stops(new FreezeScope.Vault("treasury"))).isTrue();
        assertThat(stops(new FreezeScope.Vault("hot"))).isFalse();
        assertThat(stops(new FreezeScope.Node("alpha"))).isTrue();
        assertThat(stops(new FreezeScope.Node("beta"))).isFalse();
        assertThat(stops(new FreezeScope.Initiator(new PersonId("u:ann")))).isTrue();
        assertThat(stops(new FreezeScope.Initiator(new PersonId("u:ann-ops")))).isTrue();
        assertThat(stops(new FreezeScope.Initiator(new PersonId("u:bo")))).isFalse();
        assertThat(stops(new FreezeScope.Workspace())).isTrue();
    }

    @Test
    void onePerson_orAProgramThatWatches_freezesAlone_andNobodyElseDoes() {
        var order = new FreezeOrder(
                Statutes.WORKSPACE,
                new FreezeScope.Workspace(),
                new PersonId("s:watcher"),
                "a spend without a receipt",
                Statutes.NOW,
                Bytes.copyOf(new byte[16]));
        try (var key = Crowd.ed("watcher")) {
            var signed = new SignedFreeze(
                    order,
                    Crowd.edKey("watcher").id(),
                    new Proof.Plain(key.sign(order.id()).bytes()));
            assertThat(Freezes.none().with(signed, Statutes.WORKSPACE, CROWD)).isPresent();
        }
        try (var key = Crowd.ed("payouts")) {
            var signed = new SignedFreeze(
                    order,
                    Crowd.edKey("payouts").id(),
                    new Proof.Plain(key.sign(order.id()).bytes()));
            assertThat(Freezes.none().with(signed, Statutes.WORKSPACE, CROWD)).isEmpty();
        }
        var bo = Statutes.freeze(new FreezeScope.Workspace(), "bo");
        var ann = Statutes.freeze(new FreezeScope.Workspace(), "ann");
        assertThat(Freezes.none()
                        .with(new SignedFreeze(bo.order(), ann.keyId(), ann.proof()), Statutes.WORKSPACE, CROWD))
                .isEmpty();
        assertThat(Freezes.none()
                        .with(new SignedFreeze(bo.order(), bo.keyId(), ann.proof()), Statutes.WORKSPACE, CROWD))
                .isEmpty();
        assertThat(Freezes.none().with(bo, Ballots.digest("other workspace"), CROWD))
                .isEmpty();
    }

    @Test
    void suspendedPerson_andRevokedKey_stillFreeze_andRemovedOrWithoutTheRightDoNot() {
        var order = Statutes.freeze(new FreezeScope.Vault("hot"), "eli");
        var eli = Crowd.find(CROWD, "u:eli");
        for (var still : List.of(
                eli.with(Person.Status.SUSPENDED),
                eli.with(eli.keys().stream().map(HeldKey::revoked).toList())))
            assertThat(Freezes.none().with(order, Statutes.WORKSPACE, Crowd.with(CROWD, still)))
                    .isPresent();
        for (var no : List.of(
                eli.with(Person.Status.REMOVED),
                Crowd.person("u:eli", "h:eli", Set.of(Right.APPROVE, Right.PROPOSE), Crowd.passkey("eli", true))))
            assertThat(Freezes.none().with(order, Statutes.WORKSPACE, Crowd.with(CROWD, no)))
                    .isEmpty();
    }

    @Test
    void orderThatWasLifted_freezesNothingAgain_andAnotherDoes() {
        var order = Statutes.freeze(new FreezeScope.Workspace(), "bo");
        var lifted = new Freezes(Map.of(), Set.of(order.order().id()));
        var again = lifted.with(order, Statutes.WORKSPACE, CROWD).orElseThrow();
        assertThat(again.standing()).isEmpty();
        var renewed = new FreezeOrder(
                Statutes.WORKSPACE,
                order.order().scope(),
                order.order().by(),
                order.order().reason(),
                order.order().at(),
                Bytes.ofHex("01".repeat(16)));
        assertThat(lifted.with(Statutes.freeze(renewed, "bo"), Statutes.WORKSPACE, CROWD)
                        .orElseThrow()
                        .standing())
                .hasSize(1);
        var twice = frozen(new FreezeScope.Workspace())
                .with(order, Statutes.WORKSPACE, CROWD)
                .orElseThrow();
        assertThat(twice.standing()).hasSize(1);
    }

    @Test
    void signedFreeze_printsAndParsesToItself_andNoFlippedBitFreezes() {
        for (var scope : List.of(
                new FreezeScope.Request(Ballots.digest("intent")),
                new FreezeScope.Vault("hot"),
                new FreezeScope.Initiator(new PersonId("u:ann")),
                new FreezeScope.Node("alpha"),
                new FreezeScope.Workspace())) {
            var good = Statutes.freeze(scope, "bo");
            var bytes = good.encode();
            assertThat(SignedFreeze.parse(bytes).orThrow()).isEqualTo(good);
            for (var length = 0; length < bytes.length(); length++)
                assertThat(SignedFreeze.parse(bytes.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
            for (var bit = 0; bit < bytes.length() * 8; bit += 7) {
                var changed = bytes.toArray();
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                if (SignedFreeze.parse(Bytes.copyOf(changed)) instanceof Parsed.Ok<SignedFreeze>(var other))
                    assertThat(Freezes.none().with(other, Statutes.WORKSPACE, CROWD))
                            .isEmpty();
            }
        }
        assertThatThrownBy(() -> new FreezeScope.Vault("No Such")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FreezeScope.Node("")).isInstanceOf(IllegalArgumentException.class);
    }
}
