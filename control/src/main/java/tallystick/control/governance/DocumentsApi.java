package tallystick.control.governance;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.relay.Governed;
import tallystick.core.book.AddressBook;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;

/// The documents that nodes have in force, over the API.
@RestController
final class DocumentsApi {
    private final Governed governed;

    DocumentsApi(Governed governed) {
        this.governed = governed;
    }

    /// @param kind people, policy, address-book, roster, fact-keys or emergency-policy
    record VersionBody(String kind, int version, String hash, Instant effectiveFrom) {
        static VersionBody of(DocumentVersion version) {
            return new VersionBody(
                    word(version.kind()), version.number(), version.hash().toString(), version.effectiveFrom());
        }
    }

    /// @param document canonical bytes in hex, docs/spec/governance.md GO-1: their hash is that of the version
    /// @param text the policy's canonical text; empty of other kinds
    record DocumentBody(VersionBody version, String document, String text) {}

    /// @param account as in CAIP-10
    record EntryBody(
            String account,
            String label,
            String counterparty,
            String addedBy,
            Instant addedAt,
            List<String> tags,
            boolean blocked) {}

    static String word(DocumentKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static DocumentKind kind(String word) {
        return Arrays.stream(DocumentKind.values())
                .filter(each -> word(each).equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.absent("kind of document"));
    }

    @GetMapping("/v1/documents")
    @Requires(value = Scope.POLICIES_READ, says = "Lists the versions that more than half of the nodes have in force.")
    Page<VersionBody> listDocuments() {
        return new Page<>(
                governed.view().versions().values().stream()
                        .sorted(Comparator.comparing(DocumentVersion::kind))
                        .map(VersionBody::of)
                        .toList(),
                null);
    }

    @GetMapping("/v1/documents/{kind}")
    @Requires(value = Scope.POLICIES_READ, says = "Gives a document in force as nodes have it, to be read by anybody.")
    DocumentBody getDocument(@PathVariable String kind) {
        var document = document(kind(kind));
        var isText = document.kind() == DocumentKind.POLICY || document.kind() == DocumentKind.EMERGENCY_POLICY;
        return new DocumentBody(
                VersionBody.of(DocumentVersion.of(document)),
                document.encode().toHex(),
                isText ? new String(document.content().toArray(), StandardCharsets.UTF_8) : "");
    }

    private Document document(DocumentKind kind) {
        return governed.document(kind).orElseThrow(() -> Problem.absent("document in force of this kind"));
    }

    @GetMapping("/v1/address-book")
    @Requires(value = Scope.POLICIES_READ, says = "Lists the entries of the address book that nodes have in force.")
    Page<EntryBody> listAddressBook() {
        var entries = Optional.ofNullable(governed.view().versions().get(DocumentKind.ADDRESS_BOOK))
                .map(governed::document)
                .map(each -> AddressBook.parse(each.content()).orThrow().entries())
                .orElse(List.of());
        return new Page<>(
                entries.stream()
                        .map(each -> new EntryBody(
                                each.account().toString(),
                                each.label(),
                                each.counterparty(),
                                each.addedBy().name(),
                                each.addedAt(),
                                each.tags(),
                                each.isBlocked()))
                        .toList(),
                null);
    }
}
