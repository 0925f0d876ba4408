package tallystick.control.withdrawals;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.answer.Page;

/// Comments on withdrawals over the API.
@RestController
final class CommentsApi {
    private static final int CHARACTERS_MAX = 512;

    private final Withdrawals withdrawals;
    private final Comments comments;

    CommentsApi(Withdrawals withdrawals, Comments comments) {
        this.withdrawals = withdrawals;
        this.comments = comments;
    }

    /// @param text 1..512 printable characters in one line
    record NewComment(@Nullable String text) {}

    /// @param person who wrote it, as control knows him; absent of a program
    /// @param key the API key of a program that did
    /// @param text in words that nobody signed
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CommentBody(
            UUID id, @Nullable String person, @Nullable UUID key, String text, Instant createdAt) {
        static CommentBody of(Comments.Comment comment) {
            return new CommentBody(
                    comment.id(),
                    comment.person().orElse(null),
                    comment.person().isPresent() ? null : comment.key(),
                    comment.text(),
                    comment.at());
        }
    }

    @PostMapping("/v1/withdrawals/{id}/comments")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(
            value = Scope.COMMENTS_WRITE,
            bound = true,
            says = "Keeps a comment for others to read: nobody signs it, and nodes do not hear it.")
    CommentBody addComment(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id, @RequestBody NewComment body) {
        var withdrawal = withdrawals.of(caller, Given.id("id", id));
        return CommentBody.of(comments.add(withdrawal, caller, Given.text("text", body.text(), CHARACTERS_MAX)));
    }

    @GetMapping("/v1/withdrawals/{id}/comments")
    @Requires(value = Scope.WITHDRAWALS_READ, bound = true, says = "Lists comments in the order in which they came.")
    Page<CommentBody> listComments(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        var withdrawal = withdrawals.of(caller, Given.id("id", id));
        return new Page<>(
                comments.list(withdrawal.id()).stream().map(CommentBody::of).toList(), null);
    }
}
