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
/// **Why** one transaction holds what the request writes and what it was answered: a replica that dies in between has
/// done neither. It begins with the first that is written: what is read and asked before, of chains and of nodes, holds
/// no connection. Two at once both ask, and the one that writes later writes nothing and is answered as the other.
@Component
final class Repeats {
    static final String KEY = "Idempotency-Key";
    static final String REPEATED = "Idempotency-Repeated";

    private static final String FREEZES = "/v1/freezes";
    private static final int FAILED = 400;
    private static final Pattern FORM = Pattern.compile("[0-9a-zA-Z_:.-]{8,128}");
    private static final Duration KEPT = Duration.ofDays(7);

    private final Store store;
    private final Writers writers;
    private final InstantSource clock;

    Repeats(Store store, Writers writers, InstantSource clock) {
        this.store = store;
        this.writers = writers;
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

    /// A request that does something at most once under the caller's name for it.
    private final class Claim {
        private final UUID key;
        private final String value;
        private final Digest32 hash;
        private boolean isOvertaken;

        Claim(UUID key, String value, Digest32 hash) {
            this.key = key;
            this.value = value;
            this.hash = hash;
        }

        /// Waits for whoever has written under the same name and not ended.
        void make() {
            var made = store.sql("""
                insert into idempotency_keys (key_id, value, request_hash, status, body)
                values (?, ?, ?, 0, '') on conflict do nothing\
                """).params(key, value, hash.bytes().toArray()).update() == 1;
            if (made) return;
            isOvertaken = true;
            throw Problem.of(Code.CONFLICT, "the same request came twice at once, and the other was answered");
        }

        void answered(int status, byte[] body) {
            store.sql("update idempotency_keys set status = ?, body = ? where key_id = ? and value = ?")
                    .params(status, body, key, value)
                    .update();
        }

        /// What was answered under this name; empty if nothing was.
        Optional<Answered> before() {
            return store.sql("select request_hash, status, body from idempotency_keys where key_id = ? and value = ?")
                    .params(key, value)
                    .query((row, _) -> new Answered(
                            new Digest32(Bytes.copyOf(row.getBytes(1))), row.getInt(2), Bytes.copyOf(row.getBytes(3))))
                    .optional();
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
        var hash = StandardHash.sha256(
                Bytes.concat(Bytes.ofUtf8(request.getMethod() + " " + request.target() + "\n"), request.body()));
        var claim = new Claim(caller.get().key(), value, hash);
        var before = claim.before();
        if (before.isPresent()) {
            repeat(before.get(), claim, response);
            return;
        }
        var wrapped = new ContentCachingResponseWrapper(response);
        done(claim, request, wrapped, chain);
        if (claim.isOvertaken)
            repeat(
                    claim.before().orElseThrow(() -> new AssertionError("an answer that was kept is gone")),
                    claim,
                    response);
        else wrapped.copyBodyToResponse();
    }

    private void done(Claim claim, Requested request, ContentCachingResponseWrapper response, FilterChain chain)
            throws IOException, ServletException {
        try {
            var who = new Writers.Who(claim.key, request.getRequestURI().startsWith(FREEZES));
            var _ = store.fromFirstWrite(
                    () -> writers.take(who),
                    claim::make,
                    () -> answer(claim, request, response, chain),
                    status -> status < FAILED);
        } catch (Failed failed) {
            switch (failed.getCause()) {
                case IOException lost -> throw lost;
                case ServletException broken -> throw broken;
                case null, default -> throw failed;
            }
        } catch (Problem problem) {
            if (!claim.isOvertaken) throw problem;
        }
    }

    private static Integer answer(
            Claim claim, Requested request, ContentCachingResponseWrapper response, FilterChain chain) {
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException e) {
            throw new Failed(e);
        }
        // What failed is undone with all it wrote, and its transaction may be one that takes no more statements.
        if (response.getStatus() < FAILED) claim.answered(response.getStatus(), kept(request, response));
        return response.getStatus();
    }

    private static byte[] kept(Requested request, ContentCachingResponseWrapper response) {
        return request.getAttribute(Caller.UNKEPT) == null
                ? response.getContentAsByteArray()
                : "{}".getBytes(StandardCharsets.UTF_8);
    }

    private static void repeat(Answered before, Claim claim, HttpServletResponse response) throws IOException {
        if (!before.request().equals(claim.hash))
            throw Problem.of(Code.REUSED, "the key came with another method, path or body before");
        response.setStatus(before.status());
        response.setHeader(REPEATED, "true");
        response.setContentType("application/json");
        response.getOutputStream().write(before.body().toArray());
    }

    /// Forgets what nobody repeats any more.
    int forget() {
        return store.sql("delete from idempotency_keys where at < ?")
                .params(Store.moment(clock.instant().minus(KEPT)))
                .update();
    }
}
