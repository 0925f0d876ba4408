package tallystick.mpc.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.kit.Json;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.ecdsa.ItemRef;
import tallystick.mpc.key.KeyTweak;

/// Makes the signing transcripts of `vectors/house/dkls23/`. All chance comes from the seed among a file's inputs; a
/// file's inputs are written by hand, the rest is made.
///
/// **Form** `docs/spec/signing.md` §8.
public final class SigningTranscript {
    private SigningTranscript() {}

    /// Makes every file of a folder, the last argument, again, `./tallystick vectors`: says whether each is the same,
    /// byte for byte; with `--write` before it puts what was made in its place. Exit 0 all the same or written, 1
    /// not, 2 for an argument it does not know.
    public static void main(String... args) throws IOException {
        var words = List.of(args);
        var write = words.size() == 2 && words.getFirst().equals("--write");
        if (words.size() != (write ? 2 : 1)) {
            System.err.println("usage: ./tallystick vectors [--write]");
            System.exit(2);
        }
        var folder = Path.of(words.getLast());
        var different = 0;
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                var kept = Files.readString(file);
                var made = of(Json.parse(kept).get("inputs"));
                if (!made.equals(kept)) different++;
                if (write) Files.writeString(file, made);
                System.out.println(file.getFileName() + (made.equals(kept) ? ": the same" : ": different"));
            }
        }
        if (different > 0 && !write) System.exit(1);
    }

    private static String form() {
        return """
                {
                 "about": "docs/spec/signing.md",
                 "inputs": {"tree": "%s", "seed": %d, "count": %d, "step": %d, "parties": %s},
                 "group key": "%s",
                 "signing key": "%s",
                 "secret": "%s",
                 "nonce batches": %s,
                 "nonces": %s,
                 "items": %s,
                 "terms": "%s",
                 "terms hash": "%s",
                 "setup messages": %s,
                 "setup": "%s",
                 "session": "%s",
                 "signing messages": %s,
                 "signatures": %s
                }
                """;
    }

    /// The whole file, from its inputs: the same bytes on every machine.
    public static String of(Json inputs) {
        var tree = inputs.get("tree").text();
        var seed = inputs.get("seed").number();
        var count = inputs.get("count").number();
        var step = inputs.get("step").number();
        var parties =
                inputs.get("parties").items().stream().mapToInt(Json::number).toArray();
        try (var world = SigningWorld.of(tree, seed)) {
            var batches = new ArrayList<String>();
            for (var party : world.parties()) {
                var batch = world.stock(party).prepare(count, world.chance(party));
                batches.add(batch.encode().toHex());
                world.deliver(party, batch);
            }
            var tweak = step == 0 ? KeyTweak.none(Curve.SECP256K1) : SigningWorld.tweak(world.key(), step);
            var terms = world.terms(tweak, count, parties);
            var agreeing = world.agreeing(terms);
            var agreed = Outcomes.assertFinished(agreeing.run());
            var setup = agreed.firstEntry().getValue().setup();
            var items = items(
                    world,
                    setup.choices().values().stream()
                            .flatMap(choice -> choice.items().values().stream())
                            .flatMap(each -> Stream.concat(each.lowerSends().stream(), each.higherSends().stream()))
                            .toList(),
                    seed);
            var signing = SigningWorld.signing(agreed);
            var result = Outcomes.assertFinished(signing.run()).firstEntry().getValue();
            var signatures = result.signatures().stream()
                    .map(each -> each.compact().toHex())
                    .toList();
            return form().formatted(
                            tree,
                            seed,
                            count,
                            step,
                            Arrays.toString(parties),
                            world.key().key().point().encode().toHex(),
                            result.signingKey().encode().toHex(),
                            world.signingSecret(terms).encode().toHex(),
                            texts(batches),
                            nonces(world, seed, count),
                            items,
                            terms.encode().toHex(),
                            terms.hash().bytes().toHex(),
                            messages(agreeing.sent()),
                            setup.encode().toHex(),
                            setup.session().value().bytes().toHex(),
                            messages(signing.sent()),
                            texts(signatures));
        }
    }

    /// k, φ and opening of each party's nonces, drawn once more from the same chance; each k is that of its point.
    private static String nonces(SigningWorld world, long seed, int count) {
        var group = world.key().key().group();
        var home = world.key().home();
        var texts = new ArrayList<String>();
        for (var party : world.parties()) {
            var chance = new SeededEntropy(seed * 1000 + party.value());
            for (var index = 0; index < count; index++) {
                try (var nonce = group.randomSecret(chance, home);
                        var blinding = group.randomSecret(chance, home)) {
                    texts.add("%d: %s %s %s"
                            .formatted(
                                    party.value(),
                                    nonce.declassify(SecretAccess.TEST_VECTOR)
                                            .encode()
                                            .toHex(),
                                    blinding.declassify(SecretAccess.TEST_VECTOR)
                                            .encode()
                                            .toHex(),
                                    chance.bytes(16).toHex()));
                }
            }
        }
        return texts(texts);
    }

    /// α_k, α_x, t_k, t_x, β, r_k, r_x of each item, as the dealer knows them, after its name.
    private static String items(SigningWorld world, List<ItemRef> refs, long seed) {
        var dealer = new IdealVole(seed, world.key().home());
        var texts = new ArrayList<String>();
        for (var ref : refs) {
            var sender = dealer.senderItem(ref).spend();
            var receiver = dealer.receiverItem(ref).spend();
            try (sender;
                    receiver) {
                texts.add("%s %d".formatted(ref.pool().value().bytes().toHex(), ref.index()));
                for (var each : List.of(
                        sender.nonceInput(),
                        sender.keyInput(),
                        sender.nonceOutput(),
                        sender.keyOutput(),
                        receiver.multiplier(),
                        receiver.nonceOutput(),
                        receiver.keyOutput())) {
                    Scalar value = each.declassify(SecretAccess.TEST_VECTOR);
                    texts.add(value.encode().toHex());
                }
            }
        }
        return texts(texts);
    }

    private static String messages(List<Parcel> sent) {
        return texts(sent.stream()
                .map(parcel -> "%d to %d: %s"
                        .formatted(
                                parcel.from().value(),
                                parcel.to().value(),
                                parcel.message().toHex()))
                .toList());
    }

    private static String texts(Collection<String> texts) {
        return "[\n  \"" + String.join("\",\n  \"", texts) + "\"\n ]";
    }
}
