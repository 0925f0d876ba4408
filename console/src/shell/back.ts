/** What the page of signing in is told of the one that somebody came for; nothing of the overview. */
export function asking({ pathname, search }: Pick<Location, "pathname" | "search">): { readonly next?: string } {
    return pathname === "/" ? {} : { next: pathname + search };
}

/** A page of this console, or the overview: an address that somebody made up leads nowhere else. */
export function backTo(next: unknown): string {
    if (typeof next !== "string" || !/^\/[a-z]+(?:\/[0-9A-Za-z-]+)*(?:\?[^#]*)?$/.test(next)) return "/";
    return /^\/(?:sign-in|invitations)\b/.test(next) ? "/" : next;
}
