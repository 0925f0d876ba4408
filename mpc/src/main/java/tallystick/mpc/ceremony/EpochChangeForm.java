package tallystick.mpc.ceremony;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.PartyId;

/// The bytes in which a driver keeps an [EpochChange] on disk. Public values only; the shares are kept apart, sealed.
///
/// **Form** `docs/spec/ceremony.md` §7: `TSEP` ‖ u8 1 ‖ state.
public final class EpochChangeForm {
    private static final Bytes MAGIC = Bytes.ofUtf8("TSEP\u0001");
    private static final int CERTIFICATE_LENGTH_BYTES_MAX = 65536;
    private static final int ATTEMPTS_MAX = 1024;

    private EpochChangeForm() {}

    /// The canonical bytes of a state.
    /// @spec docs/spec/ceremony.md#CE-16 ceremony
    public static Bytes encode(EpochChange state) {
        var writer = new Writer().raw(MAGIC);
        write(writer, state);
        return writer.toBytes();
    }

    /// Reads [#encode]. Whose disk it was is not checked by this: signatures were verified when they were heard.
    ///
    /// @param subject of a state without certificate and candidate, which does not name it: the key's id
    public static Parsed<EpochChange> parse(Bytes encoded, Digest32 subject) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "epoch change format 1");
            return read(reader, subject, true);
        });
    }

    private static void write(Writer writer, EpochChange state) {
        switch (state) {
            case EpochChange.Idle idle -> writer.u8(1).u32(idle.activeEpoch()).u32(idle.deniedUpTo());
            case EpochChange.Pending pending -> {
                writer.u8(2);
                writeAttempt(writer, pending.base(), pending.candidate(), pending.earlier(), pending.deniedUpTo());
                Certificate.writeSignatures(writer, pending.heard());
            }
            case EpochChange.Prepared prepared -> {
                writer.u8(3);
                writeAttempt(writer, prepared.base(), prepared.candidate(), prepared.earlier(), prepared.deniedUpTo());
                Certificate.writeSignatures(writer, prepared.prepared());
                Certificate.writeSignatures(writer, prepared.backups());
            }
            case EpochChange.Active active -> {
                writer.u8(active.deniedUpTo() == 0 ? 4 : 6)
                        .variable(active.certificate().encode());
                active.self().write(writer);
                Certificate.writeSignatures(writer, active.activated());
                if (active.deniedUpTo() != 0) writer.u32(active.deniedUpTo());
            }
            case EpochChange.OldErased erased -> {
                writer.u8(erased.deniedUpTo() == 0 ? 5 : 7)
                        .variable(erased.certificate().encode());
                erased.self().write(writer);
                if (erased.deniedUpTo() != 0) writer.u32(erased.deniedUpTo());
            }
        }
    }

    private static void writeAttempt(
            Writer writer, EpochChange base, EpochCandidate candidate, List<EpochCandidate> earlier, int deniedUpTo) {
        write(writer, base);
        candidate.write(writer);
        writer.list(earlier, (each, before) -> before.write(each)).u32(deniedUpTo);
    }

    private static EpochChange read(Reader reader, Digest32 subject, boolean attemptAllowed) throws MalformedInput {
        var at = reader.position();
        var code = reader.u8("state");
        if (!attemptAllowed && (code == 2 || code == 3))
            throw new MalformedInput(at, "base state idle, active or erased");
        return switch (code) {
            case 1 -> new EpochChange.Idle(subject, reader.u32("active epoch"), reader.u32("denied attempt"));
            case 2, 3 -> {
                var base = read(reader, subject, false);
                var candidate = EpochCandidate.read(reader);
                base = named(base, candidate);
                var earlier = readEarlier(reader);
                var denied = reader.u32("denied attempt");
                var signatures = Certificate.readSignatures(reader);
                yield code == 2
                        ? new EpochChange.Pending(base, candidate, earlier, denied, signatures)
                        : new EpochChange.Prepared(
                                base, candidate, earlier, denied, signatures, Certificate.readSignatures(reader));
            }
            case 4, 6 ->
                new EpochChange.Active(
                        readCertificate(reader),
                        PartyId.read(reader, "self"),
                        Certificate.readSignatures(reader),
                        code == 4 ? 0 : readDenied(reader));
            case 5, 7 ->
                new EpochChange.OldErased(
                        readCertificate(reader), PartyId.read(reader, "self"), code == 5 ? 0 : readDenied(reader));
            default -> throw new MalformedInput(at, "state in 1..7");
        };
    }

    /// An idle state below an attempt is about what the attempt is about; on generate that is the order, not the key.
    private static EpochChange named(EpochChange base, EpochCandidate candidate) {
        return base instanceof EpochChange.Idle(var _, var epoch, var denied)
                ? new EpochChange.Idle(candidate.about().subject(), epoch, denied)
                : base;
    }

    private static List<EpochCandidate> readEarlier(Reader reader) throws MalformedInput {
        return reader.list(0, ATTEMPTS_MAX, "earlier attempts", EpochCandidate::read);
    }

    private static int readDenied(Reader reader) throws MalformedInput {
        var at = reader.position();
        var denied = reader.u32("denied attempt");
        if (denied < 1) throw new MalformedInput(at, "denied attempt from 1");
        return denied;
    }

    private static Certificate readCertificate(Reader reader) throws MalformedInput {
        var at = reader.position();
        return switch (Certificate.parse(reader.variable(CERTIFICATE_LENGTH_BYTES_MAX, "certificate"))) {
            case Parsed.Ok<Certificate>(var certificate) -> certificate;
            case Parsed.Malformed<Certificate>(var offset, var expected) ->
                throw new MalformedInput(at + 4 + offset, expected);
        };
    }
}
