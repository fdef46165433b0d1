import { defineConfig } from 'vite'

/** One file for the image: it needs no node_modules, starts at once, and is the same for every CPU. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    ssr: 'server.ts',
    outDir: '../dist',
    emptyOutDir: false,
    target: 'node24',
    rolldownOptions: { output: { entryFileNames: 'server.js', codeSplitting: false } },
  },
  ssr: { noExternal: true, target: 'node' },
})
