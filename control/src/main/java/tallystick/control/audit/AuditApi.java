package tallystick.control.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;

/// Who asked for what, over the API.
@RestController
final class AuditApi {
    private final Audit audit;

    AuditApi(Audit audit) {
        this.audit = audit;
    }

    /// @param keyId of a program's key
    /// @param person who was signed in
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AuditEntry(
            long number,
            Instant at,
            @Nullable UUID keyId,
            @Nullable String person,
            String method,
            String path,
            int status,
            String requestId,
            String remote) {}

    @GetMapping("/v1/audit")
    @Requires(value = Scope.AUDIT_READ, says = "Lists who changed what or was refused, the latest first.")
    Page<AuditEntry> listAudit(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        var asked = Page.asked(cursor, limit);
        var before = asked.after().map(AuditApi::number).orElse(Long.MAX_VALUE);
        return Page.of(
                audit.list(caller.workspace(), before, asked.rows()), asked, each -> Long.toString(each.number()));
    }

    private static long number(String place) {
        try {
            return Long.parseLong(place);
        } catch (NumberFormatException e) {
            throw Problem.field("cursor", "what a page before gave as next");
        }
    }
}
