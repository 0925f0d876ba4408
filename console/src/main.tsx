import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import "./theme/theme.css";
import "./theme/layout.css";
import "./theme/parts.css";
import { MantineProvider, createTheme, localStorageColorSchemeManager } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queries } from "./api/queries";
import { router } from "./router";
import { Branded } from "./shell/look";
import { loadBrand } from "./theme/brand";
import { language } from "./words/words";

// Styles come from files alone: what the policy on content allows. Colours are those of theme.css.
const theme = createTheme({ cursorType: "pointer", respectReducedMotion: true });
const look = localStorageColorSchemeManager({ key: "look" });

const brand = await loadBrand();
document.documentElement.lang = language().split("-")[0] ?? "en";
document.documentElement.dataset["brand"] = brand.name;

createRoot(document.getElementById("root") as HTMLElement).render(
    <StrictMode>
        <MantineProvider
            theme={theme}
            colorSchemeManager={look}
            defaultColorScheme="auto"
            withCssVariables={false}
            withGlobalClasses={false}
        >
            <QueryClientProvider client={queries}>
                <Branded brand={brand}>
                    <RouterProvider router={router} />
                </Branded>
            </QueryClientProvider>
        </MantineProvider>
    </StrictMode>,
);
