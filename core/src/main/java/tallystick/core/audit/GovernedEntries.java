package tallystick.core.audit;

import java.util.stream.Stream;
import tallystick.core.governance.DocumentKind;
import tallystick.core.intent.IntentId;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// The fields of entries about documents and what they decide.
final class GovernedEntries {
    private GovernedEntries() {}

    /// @spec docs/spec/audit-log.md#AL-2 audit-log
    static void write(Writer writer, AuditEvent event) {
        switch (event) {
            case AuditEvent.GenesisTaken(var workspace) -> writer.u8(31).raw(workspace.bytes());
            case AuditEvent.ChangeSeen(var change, var by, var proposal, var digest) ->
                text(text(writer.u8(32).raw(change.bytes()), by), proposal).raw(digest.bytes());
            case AuditEvent.AnswerHeard(var subject, var person, var approves) ->
                text(writer.u8(33).raw(subject.bytes()), person).bool(approves);
            case AuditEvent.ChangeEnded(var change, var reason) ->
                text(writer.u8(34).raw(change.bytes()), reason);
            case AuditEvent.VersionPledged(var kind, var version, var document, var kept) ->
                writer.u8(35).u8(kind).u32(version).raw(document.bytes()).bool(kept);
            case AuditEvent.VersionActivated(var kind, var version, var document) ->
                writer.u8(36).u8(kind).u32(version).raw(document.bytes());
            case AuditEvent.PolicyDecided(var intent, var policy, var basis, var decision, var why) ->
                text(
                        writer.u8(37)
                                .raw(intent.value().bytes())
                                .raw(policy.bytes())
                                .raw(basis.bytes())
                                .u8(decision.code()),
                        why);
            default -> throw new AssertionError("an entry that is written elsewhere");
        }
    }

    static AuditEvent read(int kind, Reader reader) throws MalformedInput {
        return switch (kind) {
            case 31 -> new AuditEvent.GenesisTaken(Digest32.read(reader, "workspace"));
            case 32 ->
                new AuditEvent.ChangeSeen(
                        Digest32.read(reader, "change"),
                        AuditText.text(reader, "by"),
                        AuditText.text(reader, "proposal"),
                        Digest32.read(reader, "digest"));
            case 33 ->
                new AuditEvent.AnswerHeard(
                        Digest32.read(reader, "subject"), AuditText.text(reader, "person"), reader.bool("approves"));
            case 34 -> new AuditEvent.ChangeEnded(Digest32.read(reader, "change"), AuditText.text(reader, "reason"));
            case 35 ->
                new AuditEvent.VersionPledged(
                        document(reader),
                        reader.u32("version"),
                        Digest32.read(reader, "document"),
                        reader.bool("kept"));
            case 36 ->
                new AuditEvent.VersionActivated(
                        document(reader), reader.u32("version"), Digest32.read(reader, "document"));
            default ->
                new AuditEvent.PolicyDecided(
                        new IntentId(Digest32.read(reader, "intent")),
                        Digest32.read(reader, "policy"),
                        Digest32.read(reader, "basis"),
                        said(reader),
                        AuditText.text(reader, "why"));
        };
    }

    private static int document(Reader reader) throws MalformedInput {
        var start = reader.position();
        var kind = reader.u8("kind of document");
        if (Stream.of(DocumentKind.values()).noneMatch(each -> each.code() == kind))
            throw new MalformedInput(start, "a kind of document");
        return kind;
    }

    private static AuditEvent.Said said(Reader reader) throws MalformedInput {
        var start = reader.position();
        var code = reader.u8("decision");
        return Stream.of(AuditEvent.Said.values())
                .filter(each -> each.code() == code)
                .findFirst()
                .orElseThrow(() -> new MalformedInput(start, "decision in 1..3"));
    }

    private static Writer text(Writer writer, String text) {
        AuditText.write(writer, AuditText.cut(text));
        return writer;
    }
}
