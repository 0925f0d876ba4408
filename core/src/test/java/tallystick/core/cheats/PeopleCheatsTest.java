package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Crowd;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.CredentialKey;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.people.Right;
import tallystick.core.people.RoleName;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;

@DisplayName("Directories that are not what they should be, docs/spec/people.md")
class PeopleCheatsTest {
    private static final Directory CROWD = Crowd.directory();

    private static Person named(String displayName) {
        return new Person(
                new PersonId("u:ann"),
                new HumanId("h:ann"),
                displayName,
                Person.Status.ACTIVE,
                Set.of(Right.APPROVE),
                List.of(),
                List.of());
    }

    @Test
    void directory_printsAndParsesToItself() {
        var parsed = Directory.parse(CROWD.encode()).orThrow();
        assertThat(parsed).isEqualTo(CROWD).hasSameHashCodeAs(CROWD);
        assertThat(parsed.hash()).isEqualTo(CROWD.hash());
        assertThat(parsed.people()).hasSize(9);
    }

    @Test
    void everyCutOrAppendedByte_isMalformed() {
        var bytes = CROWD.encode();
        for (var length = 0; length < bytes.length(); length++)
            assertThat(Directory.parse(bytes.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
        assertThat(Directory.parse(Bytes.concat(bytes, Bytes.copyOf((byte) 0)))).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void everyFlippedBit_isMalformedOrAnotherDirectory() {
        var bytes = CROWD.encode();
        var parsed = 0;
        for (var bit = 0; bit < bytes.length() * 8; bit += 3) {
            var changed = bytes.toArray();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            if (Directory.parse(Bytes.copyOf(changed)) instanceof Parsed.Ok<Directory>(var other)) {
                assertThat(other.hash()).isNotEqualTo(CROWD.hash());
                parsed++;
            }
        }
        assertThat(parsed).isGreaterThan(300);
    }

    @Test
    void oneKeyOfTwoPeople_isRefused_howeverItIsDressed() {
        var shared = Crowd.passkey("bo", true);
        var bare = Crowd.nistKey("bo");
        var other = new PersonKey.Passkey(
                Crowd.passkey("other", true).credential(),
                shared.key(),
                shared.aaguid(),
                Crowd.DOMAIN,
                List.of(Crowd.ORIGIN),
                false);
        var sameName = new PersonKey.Passkey(
                shared.credential(),
                Crowd.passkey("other", true).key(),
                shared.aaguid(),
                Crowd.DOMAIN,
                List.of(Crowd.ORIGIN),
                true);
        for (var again : List.of(shared, bare, other, sameName)) {
            var bo = Crowd.person("u:bo", "h:bo", shared);
            var cy = Crowd.person("u:cy", "h:cy", again);
            assertThatThrownBy(() -> Crowd.of(1, bo, cy)).isInstanceOf(IllegalArgumentException.class);
            var revoked = bo.with(List.of(HeldKey.of(shared).revoked())).with(Person.Status.REMOVED);
            assertThatThrownBy(() -> Crowd.of(1, revoked, cy)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void peopleOutOfOrder_orTwice_areRefused() {
        var ann = Crowd.find(CROWD, "u:ann");
        var bo = Crowd.find(CROWD, "u:bo");
        assertThatThrownBy(() -> new Directory(1, List.of(bo, ann))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Directory(1, List.of(ann, ann))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Directory(0, List.of(ann))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Directory(1, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void displayNameThatPassesForAnother_isRefused() {
        assertThat(named("Ann Lee").displayName()).isEqualTo("Ann Lee");
        assertThat(named("José Müller").displayName()).isEqualTo("José Müller");
        for (var bad : List.of(
                "",
                " Ann",
                "Ann ",
                "Ann\u202eeeL",
                "\u0410nn Lee",
                "Ann\nLee",
                "Ann\u200bLee",
                "Ann\"Lee",
                "A".repeat(65)))
            assertThatThrownBy(() -> named(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void program_neverHoldsAPasskey() {
        assertThatThrownBy(() -> Crowd.person("s:payouts", "h:gus", Crowd.passkey("gus", true)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void originOfAnotherDomain_isRefused() {
        var good = Crowd.passkey("ann", true);
        for (var origin : List.of(
                "https://evil.example",
                "https://evilcustody.example.org",
                "https://custody.example.org.evil.example",
                "https://custody.example.org/",
                "https://custody.example.org:",
                "https://custody.example.org:0",
                "https://user@custody.example.org",
                "http://custody.example.org",
                "http://localhost",
                "custody.example.org"))
            assertThatThrownBy(() -> new PersonKey.Passkey(
                            good.credential(), good.key(), good.aaguid(), Crowd.DOMAIN, List.of(origin), true))
                    .as(origin)
                    .isInstanceOf(IllegalArgumentException.class);
        var below = new PersonKey.Passkey(
                good.credential(), good.key(), good.aaguid(), Crowd.DOMAIN, List.of("https://a." + Crowd.DOMAIN), true);
        assertThat(below.origins()).hasSize(1);
        assertThat(new PersonKey.Passkey(
                                good.credential(),
                                good.key(),
                                good.aaguid(),
                                "localhost",
                                List.of("http://localhost:5173"),
                                true)
                        .strength())
                .isEqualTo(AuthStrength.HARDWARE);
    }

    @Test
    void coseKeyOfAnotherForm_isMalformed() {
        for (var key :
                List.of(Crowd.passkey("ann", true).key(), Crowd.edPasskey("dee").key())) {
            var cose = key.cose();
            assertThat(CredentialKey.parse(cose).orThrow()).isEqualTo(key);
            for (var i = 0; i < 10; i++) {
                var changed = cose.toArray();
                changed[i] ^= 1;
                assertThat(CredentialKey.parse(Bytes.copyOf(changed))).isInstanceOf(Parsed.Malformed.class);
            }
            assertThat(CredentialKey.parse(Bytes.concat(cose, Bytes.copyOf((byte) 0))))
                    .isInstanceOf(Parsed.Malformed.class);
        }
        var offCurve = Crowd.passkey("ann", true).key().cose().toArray();
        offCurve[20] ^= 1;
        assertThat(CredentialKey.parse(Bytes.copyOf(offCurve))).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void unknownStatusRightOrKind_isMalformed() {
        var person = named("Ann");
        var bytes = new Directory(1, List.of(person)).encode();
        var status = bytes.length() - 6;
        for (var bad : List.of(0, 4, 255)) {
            var changed = bytes.toArray();
            changed[status] = bad.byteValue();
            assertThat(Directory.parse(Bytes.copyOf(changed))).isInstanceOf(Parsed.Malformed.class);
        }
        var rights = bytes.toArray();
        rights[status + 1] = 16;
        assertThat(Directory.parse(Bytes.copyOf(rights))).isInstanceOf(Parsed.Malformed.class);
        var front = bytes.slice(0, bytes.length() - 2);
        var unknown = new Writer()
                .raw(front)
                .u16(1)
                .u8(4)
                .raw(Bytes.copyOf(new byte[33]))
                .toBytes();
        assertThat(Directory.parse(unknown)).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void secondAccount_isTheSameHuman_andStrangersAreNobody() {
        var ann = new PersonId("u:ann");
        assertThat(CROWD.isSameHuman(ann, new PersonId("u:ann-ops"))).isTrue();
        assertThat(CROWD.isSameHuman(ann, ann)).isTrue();
        assertThat(CROWD.isSameHuman(ann, new PersonId("u:bo"))).isFalse();
        assertThat(CROWD.isSameHuman(ann, new PersonId("u:zed"))).isFalse();
        assertThat(CROWD.isSameHuman(new PersonId("u:zed"), new PersonId("u:zed")))
                .isTrue();
        assertThat(CROWD.person(new PersonId("u:zed"))).isEmpty();
    }

    @Test
    void suspended_mayOnlyStop_andRemovedNothing() {
        var ann = Crowd.find(CROWD, "u:ann");
        for (var right : Right.values()) {
            assertThat(ann.may(right)).isTrue();
            assertThat(ann.with(Person.Status.SUSPENDED).may(right)).isEqualTo(right == Right.FREEZE);
            assertThat(ann.with(Person.Status.REMOVED).may(right)).isFalse();
        }
        assertThat(ann.with(Person.Status.SUSPENDED).mayReject()).isTrue();
        assertThat(ann.with(Person.Status.REMOVED).mayReject()).isFalse();
    }

    @Test
    void holder_isFoundByKey_andByNoOther() {
        assertThat(CROWD.holder(Crowd.edKey("payouts").key()))
                .hasValueSatisfying(holding -> assertThat(holding.person().id()).hasToString("s:payouts"));
        assertThat(CROWD.holder(Crowd.edKey("stranger").key())).isEmpty();
        var ids = new ArrayList<>();
        for (var person : CROWD.people())
            for (var held : person.keys()) {
                ids.add(held.key().id());
                assertThat(CROWD.holding(held.key().id()).orElseThrow().person())
                        .isEqualTo(person);
            }
        assertThat(ids).hasSize(11).doesNotHaveDuplicates();
    }

    @Test
    void namesOutOfForm_areRefused() {
        for (var bad : List.of("ann", "h:", "h:Ann", "u:ann", "h:ann lee"))
            assertThatThrownBy(() -> new HumanId(bad)).isInstanceOf(IllegalArgumentException.class);
        for (var bad : List.of("", "Treasurer", "-a", "a".repeat(33)))
            assertThatThrownBy(() -> new RoleName(bad)).isInstanceOf(IllegalArgumentException.class);
    }
}
