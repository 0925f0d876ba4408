import { useMantineColorScheme } from "@mantine/core";
import { type ReactNode, createContext, useContext, useEffect } from "react";
import { type Brand, PLAIN, paint } from "../theme/brand";

const BrandContext = createContext<Brand>(PLAIN);

export function useBrand(): Brand {
    return useContext(BrandContext);
}

export function Branded({ brand, children }: { brand: Brand; children: ReactNode }) {
    const look = useLook();
    useEffect(() => paint(brand, look), [brand, look]);
    return <BrandContext value={brand}>{children}</BrandContext>;
}

/** The look that is on: the reader's choice, else that of his system. */
export function useLook(): "light" | "dark" {
    const { colorScheme } = useMantineColorScheme();
    if (colorScheme !== "auto") return colorScheme;
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
