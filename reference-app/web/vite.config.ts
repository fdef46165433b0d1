import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  build: { outDir: '../dist/public', emptyOutDir: true },
  // In development (`npx vite web`) the page changes as you save, and asks an api that runs beside it.
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
})
