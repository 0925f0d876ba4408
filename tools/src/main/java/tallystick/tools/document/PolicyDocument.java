package tallystick.tools.document;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import tallystick.core.chain.json.Unusable;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// A policy, or what is judged by one, as a file: JSON, or YAML if the name ends in `.yaml` or `.yml`.
public final class PolicyDocument {
    private static final Pattern POINTER = Pattern.compile("at (/[^:]*): .*", Pattern.DOTALL);

    private PolicyDocument() {}

    /// A policy.
    ///
    /// @throws Unusable if it is none; says the file, the line and the place
    public static Policy policy(Path file) throws IOException, Unusable {
        var bytes = bytes(file);
        var yaml = isYaml(file) ? Optional.of(Yaml.read(text(file, bytes))) : Optional.<Yaml>empty();
        return switch (PolicyFile.parse(yaml.map(Yaml::json).orElse(bytes))) {
            case Parsed.Ok<Policy>(var policy) -> policy;
            case Parsed.Malformed<Policy>(var offset, var expected) -> {
                var line = yaml.map(read -> line(read, expected)).orElseGet(() -> line(bytes, offset));
                throw new Unusable(
                        "%s, line %d: expected %s".formatted(String.valueOf(file.getFileName()), line, expected));
            }
        };
    }

    /// The JSON of a file of any form.
    public static Bytes json(Path file) throws IOException, Unusable {
        var bytes = bytes(file);
        return isYaml(file) ? Yaml.read(text(file, bytes)).json() : bytes;
    }

    private static boolean isYaml(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static Bytes bytes(Path file) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            return Bytes.copyOf(stream.readNBytes(PolicyFile.LENGTH_BYTES_MAX + 1));
        }
    }

    private static String text(Path file, Bytes bytes) throws Unusable {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toArray()))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw new Unusable(file.getFileName() + ": no text in UTF-8");
        }
    }

    private static int line(Yaml yaml, String expected) {
        var pointer = POINTER.matcher(expected);
        return yaml.line(pointer.matches() ? pointer.group(1) : "").orElse(1);
    }

    private static int line(Bytes json, int offset) {
        var line = 1;
        for (var i = 0; i < Math.min(offset, json.length()); i++) if (json.at(i) == '\n') line++;
        return line;
    }
}
