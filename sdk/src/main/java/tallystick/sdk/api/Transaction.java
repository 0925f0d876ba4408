package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls Transaction.
public record Transaction(
        String chain,
        String comparisonCode,
        List<String> digests,
        String from,
        String keyId,
        Optional<String> nonce,
        List<Integer> path,
        List<String> statements,
        String unsigned) {
    static Transaction read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new Transaction(
                in.get("chain", Answered::text),
                in.get("comparisonCode", Answered::text),
                in.get("digests", Answered.list(Answered::text)),
                in.get("from", Answered::text),
                in.get("keyId", Answered::text),
                in.maybe("nonce", Answered::text),
                in.get("path", Answered.list(Answered::whole)),
                in.get("statements", Answered.list(Answered::text)),
                in.get("unsigned", Answered::text));
    }
}
