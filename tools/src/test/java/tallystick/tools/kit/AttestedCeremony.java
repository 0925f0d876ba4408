package tallystick.tools.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tallystick.core.attestation.Attestation;
import tallystick.core.attestation.AttestedKey;
import tallystick.core.attestation.CeremonyFacts;
import tallystick.core.attestation.Participant;
import tallystick.core.attestation.SignedTestimony;
import tallystick.core.attestation.Testimony;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.AgreementPoint;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.VerifyKey;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.agreement.Occasions;
import tallystick.mpc.ceremony.Ceremony;
import tallystick.mpc.ceremony.CeremonyParty;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.CeremonyTerms;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.InProcess;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Run;
import tallystick.wire.Card;
import tallystick.wire.ShareBackup;

/// A real ceremony of three nodes, held in one thread from one seed, and what each of them signs about it.
public final class AttestedCeremony implements AutoCloseable {
    /// Who took part, in the order of the tree.
    public static final List<String> NAMES = List.of("risk", "client", "backup");
    /// When the first began.
    public static final Instant BEGAN = Instant.parse("2026-03-01T09:30:00.125Z");

    private static final QuorumTree TREE =
            QuorumTree.parse("2 of (risk, client, backup)").orThrow();

    private final SecretMemory home = SecretMemory.open();
    private final SeededEntropy entropy;
    private final SortedMap<String, IdentityKey> keys = new TreeMap<>();
    private final List<SecretBytes> shares = new ArrayList<>();
    private final Roster roster;
    private final Digest32 order;
    private final Certificate certificate;
    private final CeremonyFacts facts;

    /// Holds it.
    public AttestedCeremony(int seed) {
        entropy = new SeededEntropy(seed);
        for (var name : NAMES) keys.put(name, IdentityKey.generate(entropy, home));
        for (var name : List.of("operator", "administrator", "stranger"))
            keys.put(name, IdentityKey.generate(entropy, home));
        roster = roster(1, NAMES);
        order = fresh();
        certificate = certificate(generate());
        facts = facts(CeremonyFacts.Kind.GENERATE, NAMES);
    }

    /// A roster of these nodes, the operator, and whoever else stands for a version.
    public Roster roster(int version, List<String> nodes) {
        var members = new ArrayList<Member>();
        for (var name : nodes) members.add(member(name, Member.Role.NODE));
        members.add(member("operator", Member.Role.OPERATOR));
        return new Roster(version, members);
    }

    private Member member(String name, Member.Role role) {
        var key = key(name).verifyKey();
        var isNode = role == Member.Role.NODE;
        return new Member(name, role, key, new Digest32(key.bytes()), isNode ? "localhost" : "", isNode ? 9000 : 0);
    }

    /// Somebody's identity key.
    public IdentityKey key(String name) {
        var key = keys.get(name);
        if (key == null) throw new AssertionError("no key of " + name);
        return key;
    }

    private Digest32 fresh() {
        return new Digest32(entropy.bytes(Digest32.LENGTH_BYTES));
    }

    private PartyIdentity identity(PartyId party) {
        return PartyIdentity.of(key(TREE.nameOf(party)));
    }

    private tallystick.mpc.session.Roster parties() {
        var known = new TreeMap<PartyId, VerifyKey>();
        for (var party : TREE.parties())
            known.put(party, key(TREE.nameOf(party)).verifyKey());
        return tallystick.mpc.session.Roster.of(known);
    }

    private <O> SortedMap<PartyId, O> finish(Function<PartyId, Protocol<?, ?, O>> protocol) {
        return InProcess.finish(TREE.parties().stream()
                .map(party -> Run.of(Echoed.of(protocol.apply(party), identity(party), parties())))
                .toList());
    }

    private SortedMap<PartyId, PendingShare> generate() {
        var plan = CeremonyPlan.generate(Scheme.FROST_ED25519, TREE, new CeremonyTerms(order, 1, roster.statement()));
        var fresh = new TreeMap<PartyId, Bytes>();
        for (var party : TREE.parties()) fresh.put(party, fresh().bytes());
        var agreed = plan.agreed(fresh);
        return finish(party -> new Ceremony(
                agreed,
                new CeremonyParty(
                        party,
                        identity(party),
                        parties(),
                        Optional.empty(),
                        _ -> Occasions.Noted.FIRST,
                        entropy,
                        home)));
    }

    private Certificate certificate(SortedMap<PartyId, PendingShare> pending) {
        var states = new ArrayList<EpochChange>();
        var said = new ArrayList<EpochStatement>();
        pending.forEach((party, share) -> {
            var begun = (EpochChange.Pending) new EpochChange.Idle(share.plan().subject(), 0, 0)
                    .begin(EpochCandidate.of(share, party))
                    .orThrow()
                    .next();
            var prepared = begun.prepare(share.key().hash(), List.of(), List.of(), parties(), identity(party))
                    .orThrow();
            states.add(prepared.next());
            for (var effect : prepared.effects())
                if (effect instanceof EpochMove.Effect.Say(var statement)) said.add(statement);
            if (TREE.nameOf(party).equals("risk")) shares.add(share.write(home));
            share.close();
        });
        var now = states.getFirst();
        for (var statement : said)
            now = now.hear(statement, parties()).orThrow().next();
        return ((EpochChange.Active) now).certificate();
    }

    private CeremonyFacts facts(CeremonyFacts.Kind kind, List<String> names) {
        var key = certificate.key();
        return new CeremonyFacts(
                kind,
                new AttestedKey(
                        key.id(),
                        key.scheme().code(),
                        key.point().encode(),
                        key.hash(),
                        key.epoch(),
                        certificate.about().attempt(),
                        key.tree().toString()),
                names.stream()
                        .map(name -> new Participant(name, key(name).verifyKey()))
                        .toList(),
                new CeremonyFacts.Ordered(order, "operator", roster.version(), roster.statement()),
                certificate.about().session().value(),
                certificate.transcript());
    }

    /// The facts that all sign.
    public CeremonyFacts facts() {
        return facts;
    }

    /// A backup of the share of `risk`, sealed to this key.
    public ShareBackup backup(AgreementPoint to) {
        return ShareBackup.seal(to, certificate.key().encode(), "risk", shares.getFirst(), entropy);
    }

    /// The certificate of the epoch.
    public Certificate certificate() {
        return certificate;
    }

    /// The build that all ran.
    public static Digest32 build() {
        return StandardHash.sha256(Bytes.ofUtf8("build"));
    }

    /// What a participant says of its own.
    public static Testimony testimony(String name) {
        var began = BEGAN.plusMillis(40L * NAMES.indexOf(name));
        return new Testimony(name, build(), began, began.plusSeconds(3), Optional.empty());
    }

    /// A participant's word about these facts, signed by itself.
    public SignedTestimony signed(CeremonyFacts about, Testimony testimony) {
        return testimony.sign(about, key(testimony.name()));
    }

    /// An attestation of these facts by these.
    public Attestation attestation(CeremonyFacts about, List<Testimony> testimonies) {
        return new Attestation(
                about,
                certificate.encode(),
                testimonies.stream().map(each -> signed(about, each)).toList());
    }

    /// The complete attestation.
    public Attestation attestation() {
        return attestation(
                facts, NAMES.stream().map(AttestedCeremony::testimony).toList());
    }

    /// Writes what a verifier starts from: `roster` and `administrator.card`.
    public void trust(Path folder, Roster known) throws IOException {
        Files.write(
                folder.resolve("roster"),
                SignedRoster.of(known, key("administrator")).encode().toArray());
        Files.writeString(
                folder.resolve("administrator.card"), Card.print(member("administrator", Member.Role.ADMINISTRATOR)));
    }

    /// The roster of the ceremony.
    public Roster roster() {
        return roster;
    }

    @Override
    public void close() {
        keys.values().forEach(IdentityKey::close);
        home.close();
    }
}
