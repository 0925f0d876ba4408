package tallystick.control.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Some of a list, and where the rest begins.
///
/// @param items in their order
/// @param next to be given as `cursor` for what follows; absent at the end
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, @Nullable String next) {
    /// The most items of one page.
    public static final int ITEMS_MAX = 200;

    private static final int ITEMS_USUAL = 50;
    private static final Pattern PLACE = Pattern.compile("[ -~]*");

    /// Copies.
    public Page {
        items = List.copyOf(items);
    }

    /// Which part of a list is asked for.
    ///
    /// @param after what the part before ended with; empty at the beginning
    /// @param limit 1..200
    public record Asked(Optional<String> after, int limit) {
        /// One more than fits, so that it shows whether there is a next page.
        public int rows() {
            return limit + 1;
        }
    }

    /// Reads what was asked for.
    public static Asked asked(@Nullable String cursor, @Nullable Integer limit) {
        var wanted = limit == null ? ITEMS_USUAL : limit;
        if (wanted < 1 || wanted > ITEMS_MAX) throw Problem.field("limit", "a number in 1.." + ITEMS_MAX);
        return new Asked(Optional.ofNullable(cursor).map(Page::open), wanted);
    }

    /// A page of rows that were read with [Asked#rows].
    ///
    /// @param place of a row in the list, as [Asked#after] gives it back
    public static <T> Page<T> of(List<T> rows, Asked asked, Function<T, String> place) {
        if (rows.size() <= asked.limit()) return new Page<>(rows, null);
        var items = rows.subList(0, asked.limit());
        return new Page<>(items, close(place.apply(items.getLast())));
    }

    private static String close(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private static String open(String cursor) {
        try {
            var place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (PLACE.matcher(place).matches()) return place;
        } catch (IllegalArgumentException _) {
            // Told below.
        }
        throw Problem.field("cursor", "what a page before gave as next");
    }
}
