package tallystick.core.chain.ethereum.call;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Effect;
import tallystick.core.chain.ethereum.abi.AbiType;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.descriptor.Descriptor;
import tallystick.core.chain.ethereum.descriptor.Descriptors;

/// What a descriptor calls arguments, and what it says the function is for: added behind the arguments themselves, none
/// of which is left out or changed.
final class Labels {
    private static final BigInteger LAST_SECOND = BigInteger.valueOf(253_402_300_799L);

    private final Invocation call;
    private final Found arguments;

    private Labels(Invocation call, Descriptor descriptor) {
        this.call = call;
        this.arguments =
                new Found(new AbiType.Tuple(descriptor.function().inputs()), new AbiValue.Sequence(call.arguments()));
    }

    private record Found(AbiType type, AbiValue value) {}

    static List<Effect.Argument> of(Invocation call, List<Effect.Argument> arguments) {
        var descriptor = call.walk()
                .knowledge()
                .chapter(Descriptors.class)
                .flatMap(chapter -> chapter.of(call.target(), call.signature().selector()));
        if (descriptor.isEmpty()) return arguments;
        var labelled = new ArrayList<>(arguments);
        if (!arguments.isEmpty()) {
            var labels = new Labels(call, descriptor.get());
            for (var field : descriptor.get().fields())
                labels.find(field.path(), labels.arguments, 0)
                        .map(found -> labels.argument(field, found))
                        .ifPresent(labelled::add);
        }
        if (!descriptor.get().intent().isEmpty())
            labelled.add(new Effect.Argument(
                    "meant, says the publisher, to", "intent", descriptor.get().intent()));
        return labelled;
    }

    private Optional<Found> find(List<String> path, Found from, int at) {
        if (at == path.size()) return Optional.of(from);
        if (!(from.value() instanceof AbiValue.Sequence(var items))) return Optional.empty();
        var step = path.get(at);
        return switch (from.type()) {
            case AbiType.Tuple(var fields) -> {
                for (var i = 0; i < fields.size(); i++)
                    if (fields.get(i).name().equals(step))
                        yield find(path, new Found(fields.get(i).type(), items.get(i)), at + 1);
                yield Optional.empty();
            }
            case AbiType.Array(var item) -> item(path, item, items, at);
            case AbiType.FixedArray(var item, var _) -> item(path, item, items, at);
            default -> Optional.empty();
        };
    }

    private Optional<Found> item(List<String> path, AbiType item, List<AbiValue> items, int at) {
        var step = path.get(at);
        // All items at once: shown as the list it is.
        if (!step.startsWith("[") || step.equals("[]")) return Optional.empty();
        var written = Integer.parseInt(step.substring(1, step.length() - 1));
        var index = written < 0 ? items.size() + written : written;
        if (index < 0 || index >= items.size()) return Optional.empty();
        return find(path, new Found(item, items.get(index)), at + 1);
    }

    private Effect.Argument argument(Descriptor.Field field, Found found) {
        var plain = found.value().display();
        var told = found.value() instanceof AbiValue.Numeral(var number) ? told(field, number) : name(found.value());
        return new Effect.Argument(
                field.label(),
                found.type().canonical(),
                told.map(text -> text + " (" + plain + ")").orElse(plain));
    }

    private Optional<String> name(AbiValue value) {
        return value instanceof AbiValue.Location(var address)
                ? call.walk().knowledge().labelOf(call.account(address))
                : Optional.empty();
    }

    private Optional<String> told(Descriptor.Field field, BigInteger number) {
        return switch (field.format()) {
            case RAW, ADDRESS_NAME -> Optional.empty();
            case AMOUNT -> amount(call.coin(), number);
            case TOKEN_AMOUNT -> token(field).flatMap(asset -> amount(asset, number));
            case DATE ->
                field.parameter().equals("timestamp") && number.signum() >= 0 && number.compareTo(LAST_SECOND) <= 0
                        ? Optional.of(
                                Instant.ofEpochSecond(number.longValueExact()).toString())
                        : Optional.empty();
            case DURATION ->
                number.signum() >= 0 && number.compareTo(LAST_SECOND) <= 0
                        ? Optional.of(
                                Duration.ofSeconds(number.longValueExact()).toString())
                        : Optional.empty();
            case UNIT -> Optional.of(decimal(number, field.decimals()) + " " + field.parameter());
            case ENUM -> Optional.ofNullable(field.choices().names().get(number.toString()));
        };
    }

    private Optional<Asset> token(Descriptor.Field field) {
        if (field.parameter().equals("@.to")) return Optional.of(call.token("erc20"));
        var path = field.parameter().startsWith("#.") ? field.parameter().substring(2) : field.parameter();
        return find(List.of(path.split("\\.", -1)), arguments, 0)
                .flatMap(found -> found.value() instanceof AbiValue.Location(var address)
                        ? Optional.of(call.token("erc20", address))
                        : Optional.empty());
    }

    private Optional<String> amount(Asset asset, BigInteger number) {
        return call.walk()
                .knowledge()
                .unitOf(asset)
                .map(unit -> decimal(number, unit.decimals()) + " " + unit.symbol());
    }

    private static String decimal(BigInteger number, int decimals) {
        return new BigDecimal(number, decimals).stripTrailingZeros().toPlainString();
    }
}
