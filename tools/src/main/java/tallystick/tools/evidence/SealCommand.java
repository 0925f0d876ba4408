package tallystick.tools.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tallystick.core.governance.Member;
import tallystick.core.pack.Countersignatures;
import tallystick.core.wire.CountersignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.StandardHash;

/// Puts what nodes answered to an order into the pack it was about.
@Command(
        name = "seal",
        description = {
            "Put the answers of nodes that countersigned a pack by 'evidence order' into it. The files of the pack and",
            "its manifest stay as they are."
        },
        mixinStandardHelpOptions = true)
public final class SealCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PACK", description = "the pack that was countersigned")
    private Path pack = Path.of("");

    @Option(
            names = "--reply",
            required = true,
            paramLabel = "NAME=FILE",
            description = "what a node answered, from its DIR/countersign; once for each")
    private Map<String, Path> replies = new LinkedHashMap<>();

    @Option(names = "--out", required = true, paramLabel = "PACK", description = "the sealed pack, a new file")
    private Path out = Path.of("");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// Exit 0 enough nodes signed, 1 if not, or if a signature is no good; 3 if a file could not be read or written.
    /// @spec docs/spec/evidence-pack.md#EP-27 evidence-pack
    @Override
    public Integer call() throws IOException {
        if (Files.exists(out)) throw new ParameterException(spec.commandLine(), out + " is there already");
        try (var open = SealedPack.open(pack)) {
            var more = new ArrayList<Countersignatures.OfNode>();
            for (var reply : replies.entrySet()) more.add(signature(open, reply.getKey(), reply.getValue()));
            var signed = open.write(more, out).all().size();
            var nodes = open.roster().nodes().size();
            var needed = Countersignatures.quorum(nodes);
            spec.commandLine()
                    .getOut()
                    .println("%d of %d nodes countersigned %s; %d must".formatted(signed, nodes, out, needed));
            spec.commandLine().getOut().flush();
            return signed >= needed ? 0 : 1;
        } catch (NotExported e) {
            spec.commandLine().getErr().println("tallystick: " + e.why());
            return 1;
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Countersignatures.OfNode signature(SealedPack open, String node, Path file)
            throws IOException, NotExported {
        var member = open.roster()
                .named(node)
                .filter(each -> each.role() == Member.Role.NODE)
                .orElseThrow(() -> new NotExported("the pack's roster has no node called " + node));
        return switch (CountersignReply.parse(Bytes.copyOf(Files.readAllBytes(file)))) {
            case Parsed.Ok<CountersignReply>(CountersignReply.Countersigned(var signature)) -> {
                var manifest = StandardHash.sha256(open.manifest().encode());
                if (!member.identity().verifies(Countersignatures.statement(manifest, node), signature))
                    throw new NotExported("%s is not what %s signed of this pack".formatted(file, node));
                yield new Countersignatures.OfNode(node, signature);
            }
            case Parsed.Ok<CountersignReply>(CountersignReply.Refused(var why)) ->
                throw new NotExported("%s did not countersign: %s".formatted(node, why));
            case Parsed.Malformed<CountersignReply>(var offset, var expected) ->
                throw new NotExported("%s at byte %d: expected %s".formatted(file, offset, expected));
        };
    }
}
