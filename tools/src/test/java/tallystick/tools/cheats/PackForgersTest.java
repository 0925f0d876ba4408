package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.court.Documents;
import tallystick.core.court.Standing;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Roster;
import tallystick.core.pack.PackManifest;
import tallystick.core.people.PersonId;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.matter.Source;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("Who makes a pack, and nodes that lie, cannot leave out or make up what matters, EP-6, EP-13 to EP-17")
class PackForgersTest {
    @TempDir
    Path folder;

    private Path pack(SmallFleet.Lie lie) throws IOException {
        try (var _ = new SmallFleet().telling(lie).write(folder)) {
            Files.deleteIfExists(folder.resolve("pack.zip"));
            var exported = Packs.export(folder);
            assertThat(exported.exit()).as(exported.text()).isZero();
            return folder.resolve("pack.zip");
        }
    }

    private Path honest() throws IOException {
        return pack(new SmallFleet.Lie() {});
    }

    private static void assertFound(Path pack, String... named) {
        var said = Packs.verify(pack);
        assertThat(said.text()).contains("NOT VERIFIED").contains(named);
        assertThat(said.exit()).isEqualTo(1);
    }

    private static SmallFleet.Lie saying(String liar, UnaryOperator<List<AuditEvent>> change) {
        return new SmallFleet.Lie() {
            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                return node.equals(liar) ? change.apply(new ArrayList<>(events)) : events;
            }
        };
    }

    private static SmallFleet.Lie holding(int liedAbout, UnaryOperator<Standing> change) {
        return new SmallFleet.Lie() {
            @Override
            public Standing holds(String node, int request, Standing standing) {
                return request == liedAbout ? change.apply(standing) : standing;
            }
        };
    }

    private static Digest32 digest(int value) {
        return Digest32.ofHex("%02x".formatted(value).repeat(32));
    }

    @Test
    void chunkLeftOut_isFound() throws IOException {
        var pack = honest();
        var files = Packs.files(pack);
        files.remove("logs/alpha/entries/00000000");
        assertFound(Packs.forged(pack, files), "of the 12 entries of alpha that are of the time are not in the pack");
    }

    @Test
    void timeCalledEmpty_isFound() throws IOException {
        var pack = honest();
        var files = Packs.files(pack);
        UnaryOperator<List<PackManifest.Log>> atFirst = logs -> logs.stream()
                .map(log -> new PackManifest.Log(log.node(), log.head(), 0, 0))
                .toList();
        assertFound(
                Packs.forged(pack, files, atFirst), "entry 0 of alpha is of the time", "the manifest leaves it out");
        UnaryOperator<List<PackManifest.Log>> atLast = logs -> logs.stream()
                .map(log -> new PackManifest.Log(
                        log.node(), log.head(), log.head().size(), log.head().size()))
                .toList();
        assertFound(Packs.forged(pack, files, atLast), "nothing shows that alpha wrote no earlier entry of the time");
        UnaryOperator<List<PackManifest.Log>> shorter = logs -> logs.stream()
                .map(log -> new PackManifest.Log(log.node(), log.head(), 0, log.end() - 1))
                .toList();
        assertFound(Packs.forged(pack, files, shorter), "nothing shows that alpha wrote no later entry of the time");
    }

    @Test
    void fileThatAPackHasNoPlaceFor_isNamed() throws IOException {
        var pack = honest();
        for (var name : List.of("summary.pdf", "logs/alpha/notes", "logs/gamma/checkpoint", "governed/alpha/03-01")) {
            var files = Packs.files(pack);
            files.put(name, Bytes.ofUtf8("12345678"));
            assertFound(Packs.forged(folder.resolve("other.zip"), files), name + " is no file that a pack has");
        }
    }

    @Test
    void signatureOfSomethingElse_isNamed() throws IOException {
        var pack = pack(new SmallFleet.Lie() {
            @Override
            public Digest32 signs(Digest32 digest) {
                return digest(9);
            }
        });
        assertFound(
                pack,
                "what is signed is not what the verdict before it names",
                "what is signed is not what was allowed");
    }

    /// It signed by no rule, and the moment is left out from which on it had to.
    @Test
    void beginningOfTheWorkspaceLeftOut_isNamed() throws IOException {
        UnaryOperator<List<AuditEvent>> silent = events -> {
            events.removeIf(
                    event -> event instanceof AuditEvent.GenesisTaken || event instanceof AuditEvent.PolicyDecided);
            return events;
        };
        assertFound(
                pack(saying("alpha", silent)),
                "alpha signed without rulings, and nothing shows since when it is in the workspace");
    }

    /// Keys are older than workspaces: nobody ruled then.
    @Test
    void signatureFromBeforeTheWorkspace_needsNoRuling() throws IOException {
        UnaryOperator<List<AuditEvent>> late = events -> {
            events.removeIf(event -> event instanceof AuditEvent.PolicyDecided);
            events.add(events.remove(2));
            return events;
        };
        var pack = pack(new SmallFleet.Lie() {
            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                return late.apply(new ArrayList<>(events));
            }
        });
        var said = Packs.verify(pack);
        assertThat(said.exit()).as(said.text()).isZero();
    }

    @Test
    void rulingByAnotherPolicy_isNamed() throws IOException {
        var lax = """
                {"schema": "tallystick.policy/v1", "id": "small", "version": 1, "scope": {"org": "small"},
                 "effectiveFrom": "2025-01-01T00:00:00Z", "groups": {},
                 "rules": [{"id": "pay", "effect": "ALLOW", "activity": ["TRANSFER"]}]}
                """;
        var level = Level.of(PolicyFile.parse(Bytes.ofUtf8(lax)).orThrow());
        var pack = pack(holding(1, standing -> {
            var held = standing.documents();
            return standing.with(
                    new Documents(held.people(), List.of(level), held.book(), held.roster(), held.factKeys()));
        }));
        assertFound(pack, "it rests on another policy than what was in force");
    }

    /// Of the policy in force itself, which comes before nothing, and of one that never was.
    @Test
    void answersCountedByAPolicyThatWasNotBefore_areNamed() throws IOException {
        var never = PolicyFile.parse(Bytes.ofUtf8("""
                {"schema": "tallystick.policy/v1", "id": "small", "version": 1, "scope": {"org": "small"},
                 "effectiveFrom": "2025-01-01T00:00:00Z", "groups": {}, "rules": []}
                """)).orThrow();
        assertFound(
                pack(holding(
                        1,
                        standing -> standing.with(standing.documents()
                                .withAncestors(standing.documents().policies())))),
                "it counts what was asked for by a policy that was not in force before");
        assertFound(
                pack(holding(
                        1, standing -> standing.with(standing.documents().withAncestors(List.of(Level.of(never)))))),
                "it counts what was asked for by a policy that was not in force before");
    }

    @Test
    void rulingByOtherNodesOrElsewhere_isNamed() throws IOException {
        assertFound(
                pack(holding(1, standing -> {
                    var held = standing.documents();
                    var fewer = new Roster(1, held.roster().members().subList(0, 1));
                    return standing.with(
                            new Documents(held.people(), held.policies(), held.book(), fewer, held.factKeys()));
                })),
                "it rests on another nodes than what was in force");
        assertFound(
                pack(holding(1, standing -> Standing.of(standing.workspace(), "gamma", standing.documents()))),
                "it rests on what gamma held");
    }

    @Test
    void rulingOnAnotherVault_isNamed() throws IOException {
        assertFound(
                pack(new SmallFleet.Lie() {
                    @Override
                    public Source takesFrom(Source source) {
                        return new Source(source.place(), Optional.of("hot"), source.tags(), source.account());
                    }
                }),
                "it takes the value from another place than the key's");
    }

    private static FreezeOrder order(Standing standing) {
        var scope = new FreezeScope.Request(digest(8));
        var at = SmallFleet.AT.minusSeconds(60);
        return new FreezeOrder(
                standing.workspace(), scope, new PersonId("u:ann"), "a doubt", at, Bytes.copyOf(new byte[16]));
    }

    @Test
    void freezeThatWasForgottenOrEndedByNobody_isNamed() throws IOException {
        assertFound(
                pack(holding(
                        1,
                        standing ->
                                standing.with(new Freezes(Map.of(order(standing).id(), order(standing)), Set.of())))),
                "it forgot the freeze");
        assertFound(
                pack(holding(2, standing -> standing.with(new Freezes(Map.of(), Set.of(digest(7)))))),
                "nobody ended the freeze");
    }

    @Test
    void rulingOfAnotherTime_isNamed() throws IOException {
        assertFound(
                pack(new SmallFleet.Lie() {
                    @Override
                    public Instant begins() {
                        return SmallFleet.AT.minus(Duration.ofHours(1));
                    }
                }),
                "it was ruled on at 2025-06-01T12:01:00Z, and written at 2025-06-01T11:01:00Z");
    }

    @Test
    void otherKeyUnderOneId_isNamed() throws IOException {
        assertFound(
                pack(saying("beta", events -> {
                    events.replaceAll(event -> event instanceof AuditEvent.CeremonyActivated key
                            ? new AuditEvent.CeremonyActivated(
                                    key.keyId(),
                                    key.epoch(),
                                    key.schemeCode(),
                                    key.tree(),
                                    key.point(),
                                    digest(3),
                                    key.certificate())
                            : event);
                    return events;
                })),
                "alpha and beta have different keys under the id");
    }

    @Test
    void pastWrittenAnew_isToldByWhomCosignedIt() throws IOException {
        honest();
        var cosigned = SignedCheckpoint.parse(
                        Bytes.copyOf(Files.readAllBytes(folder.resolve("alpha/log/cosigned/beta"))))
                .orThrow()
                .head();
        var told = Packs.verify(pack(seeing(cosigned)));
        assertThat(told.text()).contains("it cosigned 5 entries of alpha, and they are these");
        assertThat(told.exit()).isZero();
        assertFound(
                pack(seeing(new TreeHead(5, digest(4)))),
                "it cosigned 5 entries of alpha, and they are others: alpha wrote its past anew, or");
        assertFound(
                pack(seeing(new TreeHead(500, digest(4)))),
                "beta cosigned 500 entries of alpha",
                "the pack has 12: its end is missing");
    }

    private static SmallFleet.Lie seeing(TreeHead head) {
        return saying("beta", events -> {
            events.add(new AuditEvent.CheckpointCosigned("alpha", head));
            return events;
        });
    }

    private static void kept(NavigableMap<String, Bytes> files, String name, Bytes body) {
        files.put("governed/alpha/" + name, new Writer().u64(0).raw(body).toBytes());
    }

    /// A version that alpha alone says is in force, with words of these.
    private NavigableMap<String, Bytes> withVersion(Path pack, DocumentKind kind, Bytes content, String... pledging)
            throws IOException {
        var files = Packs.files(pack);
        try (var fleet = new SmallFleet()) {
            var genesis = fleet.genesis().genesis();
            var next = Optional.ofNullable(genesis.inForce().get(kind))
                    .orElseThrow()
                    .next(content, SmallFleet.AT);
            kept(files, "04-0200000002", next.encode());
            if (pledging.length > 0) {
                var words = new ArrayList<Pledge>();
                for (var name : pledging) words.add(pledge(fleet, name, genesis.hash(), next));
                kept(files, "08-" + next.hash(), new Covenant(words).encode());
            }
        }
        return files;
    }

    private static Pledge pledge(SmallFleet fleet, String name, Digest32 workspace, Document next) {
        return Pledge.of(workspace, DocumentVersion.of(next), name, true, fleet.key(name));
    }

    @Test
    void versionThatNotAllPledgedTo_isNamed() throws IOException {
        var pack = honest();
        var other = folder.resolve("other.zip");
        var content = Bytes.ofUtf8("another policy");
        assertFound(
                Packs.forged(other, withVersion(pack, DocumentKind.POLICY, content)),
                "version 2 of policy that alpha keeps was not pledged to by all who must");
        assertFound(
                Packs.forged(other, withVersion(pack, DocumentKind.POLICY, content, "alpha")),
                "version 2 of policy that alpha keeps was not pledged to by all who must");
        assertFound(
                Packs.forged(other, withVersion(pack, DocumentKind.POLICY, content, "alpha", "beta")),
                "version 2 of policy that alpha keeps has the yes of 0 people in the pack, and needs 1");
    }

    /// Those who stay are asked alone only if they are more than half: one of two is not.
    @Test
    void removalByTooFew_isNamed() throws IOException {
        var pack = honest();
        Bytes alone;
        try (var fleet = new SmallFleet()) {
            alone = new Roster(2, fleet.roster().members().subList(0, 1)).encode();
        }
        assertFound(
                Packs.forged(folder.resolve("other.zip"), withVersion(pack, DocumentKind.ROSTER, alone, "alpha")),
                "version 2 of roster that alpha keeps was not pledged to by all who must");
    }

    @Test
    void dropsOfWhatNobodySigned_areInNoPack() throws IOException {
        try (var _ = new SmallFleet().write(folder)) {
            Files.write(folder.resolve("alpha/docket/kept/03-01"), new byte[20]);
            assertThat(Packs.export(folder).exit()).isZero();
        }
        var pack = folder.resolve("pack.zip");
        assertThat(Packs.files(pack).keySet()).noneMatch(name -> name.startsWith("governed/alpha/03-"));
        assertThat(Packs.verify(pack).exit()).isZero();
    }
}
