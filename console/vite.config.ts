import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// What is written here is what control serves: nothing inlined, so that the policy on content can forbid it.
export default defineConfig({
    plugins: [react()],
    build: {
        outDir: "target/classes/console",
        emptyOutDir: true,
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        target: "es2022",
        reportCompressedSize: false,
    },
    test: { include: ["test/**/*.test.ts"], environment: "node", testTimeout: 180_000 },
});
