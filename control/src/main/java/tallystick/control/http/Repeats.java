package tallystick.control.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.web.util.ContentCachingResponseWrapper;
import tallystick.control.access.Caller;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.store.Store;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// Sees that a request that is sent again does nothing again, and is answered as the first time.
///
/// **Why** one transaction holds what the request does and what it was answered: a replica that dies in between has
/// done neither. Two at once wait for each other at the row's key.
@Component
final class Repeats {
    static final String KEY = "Idempotency-Key";
    static final String REPEATED = "Idempotency-Repeated";

    private static final int FAILED = 400;
    private static final Pattern FORM = Pattern.compile("[0-9a-zA-Z_:.-]{8,128}");
    private static final Duration KEPT = Duration.ofDays(7);

    private final Store store;
    private final InstantSource clock;

    Repeats(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// What was answered.
    private record Answered(Digest32 request, int status, Bytes body) {}

    /// Carries a failure out of a transaction.
    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(Throwable cause) {
            super(cause);
        }
    }

    /// Has the request done, unless it was done before. Of somebody unknown nothing is remembered.
    void once(Optional<Caller> caller, Requested request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (caller.isEmpty() || !"POST".equals(request.getMethod())) {
            chain.doFilter(request, response);
            return;
        }
        var value = Optional.ofNullable(request.getHeader(KEY))
                .filter(each -> FORM.matcher(each).matches())
                .orElseThrow(() -> Problem.of(
                        Code.MALFORMED, "a POST needs the header %s, 8..128 characters of %s".formatted(KEY, FORM)));
        var wrapped = new ContentCachingResponseWrapper(response);
        try {
            var _ = store.atomically(
                    () -> answer(caller.get().key(), value, request, wrapped, chain), status -> status < FAILED);
        } catch (Failed failed) {
            switch (failed.getCause()) {
                case IOException lost -> throw lost;
                case ServletException broken -> throw broken;
                case null, default -> throw failed;
            }
        }
        wrapped.copyBodyToResponse();
    }

    private Integer answer(
            UUID key, String value, Requested request, ContentCachingResponseWrapper response, FilterChain chain) {
        var hash = StandardHash.sha256(
                Bytes.concat(Bytes.ofUtf8(request.getMethod() + " " + request.target() + "\n"), request.body()));
        try {
            if (!claim(key, value, hash)) return repeat(key, value, hash, response);
            chain.doFilter(request, response);
            // What failed is undone with all it wrote, and its transaction may be one that takes no more statements.
            if (response.getStatus() >= FAILED) return response.getStatus();
            store.sql("update idempotency_keys set status = ?, body = ? where key_id = ? and value = ?")
                    .params(response.getStatus(), kept(request, response), key, value)
                    .update();
            return response.getStatus();
        } catch (IOException | ServletException e) {
            throw new Failed(e);
        }
    }

    private static byte[] kept(Requested request, ContentCachingResponseWrapper response) {
        return request.getAttribute(Caller.UNKEPT) == null
                ? response.getContentAsByteArray()
                : "{}".getBytes(StandardCharsets.UTF_8);
    }

    /// Waits for whoever has the same key under way.
    private boolean claim(UUID key, String value, Digest32 hash) {
        return store.sql("""
            insert into idempotency_keys (key_id, value, request_hash, status, body)
            values (?, ?, ?, 0, '') on conflict do nothing\
            """).params(key, value, hash.bytes().toArray()).update() == 1;
    }

    private int repeat(UUID key, String value, Digest32 hash, ContentCachingResponseWrapper response)
            throws IOException {
        var before = store.sql("select request_hash, status, body from idempotency_keys where key_id = ? and value = ?")
                .params(key, value)
                .query((row, _) -> new Answered(
                        new Digest32(Bytes.copyOf(row.getBytes(1))), row.getInt(2), Bytes.copyOf(row.getBytes(3))))
                .single();
        if (!before.request().equals(hash))
            throw Problem.of(Code.REUSED, "the key came with another method, path or body before");
        response.setStatus(before.status());
        response.setHeader(REPEATED, "true");
        response.setContentType("application/json");
        response.getOutputStream().write(before.body().toArray());
        return before.status();
    }

    /// Forgets what nobody repeats any more.
    int forget() {
        return store.sql("delete from idempotency_keys where at < ?")
                .params(Store.moment(clock.instant().minus(KEPT)))
                .update();
    }
}
