package tallystick.core.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Genesis;
import tallystick.core.governance.GlassWindow;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Charters;
import tallystick.core.kit.Statutes;
import tallystick.core.places.Places;
import tallystick.crypto.kit.Canonical;

/// Whatever is shown as a document, a change, an order or a pledge is refused or is the one form of it.
class GovernanceFuzzTest {
    private static final Document POLICY = Statutes.inForce(DocumentKind.POLICY);

    private static Stream<byte[]> documents() {
        return Stream.of(POLICY, POLICY.next(Statutes.policy(2, 1), Statutes.NOW))
                .map(document -> document.encode().toArray());
    }

    private static Stream<byte[]> changes() {
        return Stream.of(
                        new Proposal.NewDocument(POLICY.next(Statutes.policy(2, 1), Statutes.NOW)),
                        new Proposal.Unfreeze(Ballots.digest("order")),
                        new Proposal.BreakGlass(
                                Ballots.digest("policy"),
                                new GlassWindow(Instant.EPOCH, Instant.EPOCH.plus(GlassWindow.LASTS_MAX))))
                .map(proposal -> Statutes.sign(Statutes.change(proposal, "ann"), "ann", "bo"))
                .map(change -> change.encode().toArray());
    }

    private static Stream<byte[]> freezes() {
        return Stream.of(new FreezeScope.Workspace(), new FreezeScope.Vault("hot"))
                .map(scope -> Statutes.freeze(scope, "bo").encode().toArray());
    }

    private static Stream<byte[]> covenants() {
        return Stream.of(Statutes.covenant(DocumentVersion.of(POLICY)).encode().toArray());
    }

    private static Stream<byte[]> geneses() {
        return Stream.of(
                Statutes.genesis().encode().toArray(),
                Statutes.signedGenesis().encode().toArray());
    }

    private static Stream<byte[]> places() {
        return Stream.of(Charters.places(1), Charters.stationed(1), Charters.treed(1), Places.none(2))
                .map(places -> places.encode().toArray());
    }

    @MethodSource("places")
    @FuzzTest
    void anyPlaces_areRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, Places::parse, Places::encode);
    }

    @MethodSource("documents")
    @FuzzTest
    void anyDocument_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, Document::parse, Document::encode);
    }

    @MethodSource("changes")
    @FuzzTest
    void anyChange_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, SignedChange::parse, SignedChange::encode);
    }

    @MethodSource("freezes")
    @FuzzTest
    void anyFreeze_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, SignedFreeze::parse, SignedFreeze::encode);
    }

    @MethodSource("covenants")
    @FuzzTest
    void anyCovenant_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, Covenant::parse, Covenant::encode);
    }

    @MethodSource("geneses")
    @FuzzTest
    void anyGenesis_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, Genesis::parse, Genesis::encode);
        Canonical.bytes(bytes, SignedGenesis::parse, SignedGenesis::encode);
    }
}
