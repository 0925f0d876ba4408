package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tallystick.core.chain.Account;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.registry.Chains;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.tools.decode.Report;
import tallystick.wire.DurableFile;

/// A request to sign with the answers there are, as a file that goes from hand to hand.
///
/// **Why** approvals are the approvers' own signatures, made where they are: whoever carries the file decides nothing.
///
/// **Form** the canonical bytes of evidence, `docs/spec/intent.md`.
final class RequestFile {
    /// What somebody looks at before he answers.
    ///
    /// @param signer the account whose key would sign
    record Shown(Account signer, Report report) {}

    private RequestFile() {}

    /// @throws Unable if it is not of the form, or its initiator did not sign it
    static Evidence read(Path file) throws IOException, Unable {
        return switch (Evidence.parse(Bytes.copyOf(Files.readAllBytes(file)))) {
            case Parsed.Ok<Evidence>(var evidence) when evidence.isSigned() -> evidence;
            case Parsed.Ok<Evidence> _ -> throw new Unable("%s is not signed by its initiator".formatted(file));
            case Parsed.Malformed<Evidence>(var offset, var expected) ->
                throw new Unable("%s at byte %d: expected %s".formatted(file, offset, expected));
        };
    }

    static void create(Path file, Evidence evidence) throws IOException, Unable {
        try {
            Files.write(file, evidence.encode().toArray(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new Unable("%s is there already: name another file".formatted(file));
        }
    }

    static void replace(Path file, Evidence evidence) throws IOException {
        DurableFile.replace(file, evidence.encode());
    }

    /// What it asks for, decoded from the very bytes that would be signed.
    ///
    /// @throws Unable if they cannot be decoded, or the digests are others than theirs
    static UnsignedTransaction transaction(Intent intent) throws Unable {
        var parsed = Chains.all().parse(intent.chain(), intent.content(), intent.unsigned());
        if (!(parsed instanceof Parsed.Ok<? extends UnsignedTransaction>(var transaction)))
            throw new Unable("what it asks to sign cannot be decoded: nobody can know what it does");
        if (!transaction.digests().equals(intent.digests()))
            throw new Unable("its digests are not those of the transaction that it shows");
        return transaction;
    }

    /// The same in words, as a node that knows no more would decode it.
    static Shown shown(Intent intent, UnsignedTransaction transaction, KeyCard key, Knowledge known) throws Unable {
        var family =
                Chains.all().family(intent.chain()).orElseThrow(() -> new Unable("no chain called " + intent.chain()));
        if (!(family.curve().group().parsePoint(key.point()) instanceof Parsed.Ok<Point>(var point)))
            throw new Unable("the key is not on the curve of " + intent.chain());
        if (!(new Derivation(point, key.chainCode()).along(new DerivationPath(intent.path()))
                instanceof Derivation.Derived(var _, var child, var chainCode)))
            throw new Unable("the key has nothing at the path of the request");
        var own = new Derivation(child, chainCode);
        Account signer = family.account(
                intent.chain(), own.key(), transaction.inputs().getFirst().algorithm());
        return new Shown(signer, Report.of(transaction, signer, family.own(known, own)));
    }
}
