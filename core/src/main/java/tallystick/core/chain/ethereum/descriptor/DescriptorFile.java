package tallystick.core.chain.ethereum.descriptor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// One file of ERC-7730, of the first or second version: the part about calldata.
///
/// **Why** the hash is pinned: whoever can change a label can make a payment look like another.
///
/// **Form** deployments, and formats keyed by signatures with or without names. Definitions, constants and named values
/// are followed inside the file and what it includes, which [PinnedFiles] allows of pinned files. Formats that are not
/// known, and units whose name or decimals are not found, are [Descriptor.Format#RAW]; fields and functions that
/// are not understood are left out, and then the call is shown without them. Numbers are exact: prefixes of units such
/// as kilo are not used.
///
/// @param contracts where the functions stand, at least one
/// @param descriptors one for each function, at least one
/// @spec https://eips.ethereum.org/EIPS/eip-7730#specification ERC-7730
public record DescriptorFile(List<Account> contracts, List<Descriptor> descriptors) {
    private static final int DEPTH_MAX = 8;
    private static final int TEXT_MAX = 256;
    private static final int DECIMALS_MAX = 77;
    private static final Map<String, Descriptor.Format> FORMATS = Map.of(
            "amount", Descriptor.Format.AMOUNT,
            "tokenAmount", Descriptor.Format.TOKEN_AMOUNT,
            "addressName", Descriptor.Format.ADDRESS_NAME,
            "date", Descriptor.Format.DATE,
            "duration", Descriptor.Format.DURATION,
            "unit", Descriptor.Format.UNIT,
            "enum", Descriptor.Format.ENUM);

    /// Copies.
    public DescriptorFile {
        contracts = List.copyOf(contracts);
        descriptors = List.copyOf(descriptors);
    }

    /// Reads a file whose SHA-256 is the pinned one, and that includes none.
    public static Parsed<DescriptorFile> parse(Bytes json, Digest32 pinned) {
        return new PinnedFiles(Map.of("", new PinnedFiles.Pinned(json, pinned))).read("");
    }

    /// Reads what a file says with all that it includes.
    static DescriptorFile read(Json file) throws MalformedInput {
        var contract = file.member("context")
                .flatMap(context -> context.member("contract"))
                .orElseThrow(() -> refused("context of a contract"));
        var contracts = new ArrayList<Account>();
        for (var deployment : contract.items("deployments")) contracts.add(deployed(deployment));
        var display = file.member("display").orElseThrow(() -> refused("display"));
        var descriptors = new ArrayList<Descriptor>();
        if (display.member("formats").orElse(display) instanceof Json.Members(var _, var formats))
            for (var format : formats.entrySet())
                if (FunctionSignature.parse(format.getKey()) instanceof Parsed.Ok<FunctionSignature>(var function))
                    descriptors.add(new Descriptor(
                            function,
                            text(format.getValue(), "intent").orElse(""),
                            new Fields(file).of(format.getValue(), List.of(), 0)));
        if (contracts.isEmpty()) throw refused("at least one deployment of the contract");
        if (descriptors.isEmpty()) throw refused("at least one function with a format");
        return new DescriptorFile(contracts, descriptors);
    }

    private static Account deployed(Json deployment) throws MalformedInput {
        if (!(deployment.member("chainId").orElse(new Json.Null(0)) instanceof Json.Numeral(var _, var number))
                || !number.matches("[1-9][0-9]{0,31}")) throw refused("deployment with a chain's number");
        return deployment
                .text("address")
                .flatMap(Address::parse)
                .orElseThrow(() -> refused("deployment with an address"))
                .on(new ChainId("eip155", number));
    }

    private static Optional<String> text(Json json, String member) {
        return json.text(member).filter(text -> text.length() <= TEXT_MAX);
    }

    /// A unit's name; empty for a path into the data, which is none.
    private static Optional<String> base(Json json) {
        return json instanceof Json.Text(var _, var text)
                        && !text.isEmpty()
                        && text.length() <= TEXT_MAX
                        && "$#@".indexOf(text.charAt(0)) < 0
                ? Optional.of(text)
                : Optional.empty();
    }

    private static Optional<Integer> decimals(Json json) {
        return json instanceof Json.Numeral(var _, var number)
                        && number.matches("0|[1-9][0-9]?")
                        && Integer.parseInt(number) <= DECIMALS_MAX
                ? Optional.of(Integer.valueOf(number))
                : Optional.empty();
    }

    /// The fields of one function.
    private record Fields(Json file) {
        List<Descriptor.Field> of(Json format, List<String> above, int depth) {
            var fields = new ArrayList<Descriptor.Field>();
            if (depth > DEPTH_MAX) return fields;
            for (var written : format.items("fields")) {
                var path = path(written.text("path").orElse(""), above);
                if (path.isEmpty()) continue;
                if (!written.items("fields").isEmpty()) fields.addAll(of(written, path.get(), depth + 1));
                else label(written).ifPresent(label -> fields.add(field(written, path.get(), label)));
            }
            return fields;
        }

        /// > a field may refer to a definition; what it says itself goes before
        private Optional<Json> definition(Json written) {
            return written.text("$ref").flatMap(this::referred);
        }

        private Optional<String> label(Json written) {
            return text(written, "label")
                    .or(() -> definition(written).flatMap(definition -> text(definition, "label")));
        }

        private Descriptor.Field field(Json written, List<String> path, String label) {
            var definition = definition(written).orElse(new Json.Null(0));
            var name =
                    written.text("format").or(() -> definition.text("format")).orElse("raw");
            var params = written.member("params")
                    .or(() -> definition.member("params"))
                    .orElse(new Json.Null(0));
            var base = base(params);
            var decimals = decimals(params);
            var known = FORMATS.getOrDefault(name, Descriptor.Format.RAW);
            // Half a unit would be another amount.
            var isUnit = base.isPresent() && decimals.isPresent();
            var format = known == Descriptor.Format.UNIT && !isUnit ? Descriptor.Format.RAW : known;
            var parameter =
                    switch (format) {
                        case UNIT -> base.orElse("");
                        case TOKEN_AMOUNT -> text(params, "tokenPath").orElse("");
                        case DATE -> text(params, "encoding").orElse("timestamp");
                        default -> "";
                    };
            return new Descriptor.Field(
                    path,
                    label,
                    format,
                    parameter,
                    format == Descriptor.Format.UNIT ? decimals.orElse(0) : 0,
                    new Descriptor.Choices(choices(params)));
        }

        private Optional<String> base(Json params) {
            return constant(params, "base").flatMap(DescriptorFile::base);
        }

        /// > decimals are 0 if nothing is said of them
        private Optional<Integer> decimals(Json params) {
            if (params.member("decimals").isEmpty()) return Optional.of(0);
            return constant(params, "decimals").flatMap(DescriptorFile::decimals);
        }

        /// What a member says, or what the constant is that it names.
        private Optional<Json> constant(Json params, String member) {
            var written = params.member(member);
            return written.isPresent() && written.get() instanceof Json.Text(var _, var text) && text.startsWith("$.")
                    ? referred(text)
                    : written;
        }

        private Map<String, String> choices(Json params) {
            var names = new HashMap<String, String>();
            var listed = params.text("$ref").flatMap(this::referred);
            if (listed.isPresent() && listed.get() instanceof Json.Members(var _, var members))
                members.forEach((value, name) -> {
                    if (name instanceof Json.Text(var _, var text) && text.length() <= TEXT_MAX) names.put(value, text);
                });
            return names;
        }

        /// `$.metadata.enums.mode`: from the top of the file down.
        private Optional<Json> referred(String reference) {
            if (!reference.startsWith("$.")) return Optional.empty();
            Optional<Json> at = Optional.of(file);
            for (var name : reference.substring(2).split("\\.", DEPTH_MAX)) at = at.flatMap(json -> json.member(name));
            return at;
        }

        private static Optional<List<String>> path(String written, List<String> above) {
            var own = written.startsWith("#.") ? written.substring(2) : written;
            if (own.isEmpty() || own.length() > TEXT_MAX) return Optional.empty();
            var path = new ArrayList<>(written.startsWith("#.") ? List.of() : above);
            for (var step : own.replace(".[", "[").replace("[", ".[").split("\\.", -1)) {
                if (!step.matches("[a-zA-Z0-9_$]{1,128}|\\[(-?[0-9]{1,4})?]")) return Optional.empty();
                path.add(step);
            }
            return Optional.of(List.copyOf(path));
        }
    }

    private static MalformedInput refused(String expected) {
        return new MalformedInput(0, expected);
    }
}
