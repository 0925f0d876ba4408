import type { ReactNode } from "react";

/** Drawn here, so that none comes from elsewhere. They stand beside words and say nothing alone. */
function icon(path: ReactNode) {
    return () => (
        <svg
            width="16"
            height="16"
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.6"
            aria-hidden
        >
            {path}
        </svg>
    );
}

export const MenuIcon = icon(<path d="M2 4h12M2 8h12M2 12h12" strokeLinecap="round" />);
export const FreezeIcon = icon(<path d="M8 1.5v13M2.4 4.8l11.2 6.4M13.6 4.8L2.4 11.2" strokeLinecap="round" />);
export const MoonIcon = icon(<path d="M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6Z" strokeLinejoin="round" />);
export const SunIcon = icon(
    <>
        <circle cx="8" cy="8" r="3" />
        <path d="M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1" strokeLinecap="round" />
    </>,
);
export const YesIcon = icon(<path d="M3 8.5l3.2 3.2L13 5" strokeLinecap="round" strokeLinejoin="round" />);
export const NoIcon = icon(<path d="M4 4l8 8M12 4l-8 8" strokeLinecap="round" />);
export const WaitIcon = icon(<circle cx="8" cy="8" r="5.5" strokeDasharray="3 3" />);
