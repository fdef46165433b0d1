import { defineConfig } from 'astro/config'
import mdx from '@astrojs/mdx'
import react from '@astrojs/react'
import starlight from '@astrojs/starlight'
import starlightLinksValidator from 'starlight-links-validator'
import { precompress } from './site/precompress.mjs'

/** Astro finds the packages it must bundle through the root's package.json; ours are dependencies of the workspace `site`. */
const noExternal = ['@astrojs/starlight', '@astrojs/react']

export default defineConfig({
  srcDir: './site',
  outDir: './site/dist',
  publicDir: './site/public',
  cacheDir: './.cache/astro',
  devToolbar: { enabled: false },
  // Shiki writes inline styles; Prism writes classes, which our stylesheet colours in both themes.
  markdown: { syntaxHighlight: 'prism' },
  security: {
    csp: {
      directives: [
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        // The App pane shows the learner's site, which lab-runner serves on an origin of its own.
        "frame-src 'self' http://*.localhost:*",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
      ],
      // The search index is WebAssembly.
      scriptDirective: { resources: ["'self'", "'wasm-unsafe-eval'"] },
      // xterm writes its styles at run time.
      styleDirective: { resources: ["'self'", "'unsafe-inline'"] },
    },
  },
  vite: {
    environments: { prerender: { resolve: { noExternal } }, ssr: { resolve: { noExternal } } },
  },
  integrations: [
    react(),
    starlight({
      title: 'Slipway',
      description: 'Learn containers, Amazon ECS and blue/green deployment by driving a real deployment.',
      favicon: '/favicon.svg',
      customCss: ['./site/styles/site.css'],
      expressiveCode: false,
      disable404Route: true,
      credits: false,
      markdown: { headingLinks: false },
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 2 },
      routeMiddleware: './site/contents.ts',
      components: Object.fromEntries(
        [
          ['ContentPanel', 'Slot'],
          ['Footer'],
          ['Head'],
          ['Header'],
          ['MarkdownContent'],
          ['PageFrame'],
          ['PageSidebar'],
          ['PageTitle'],
          ['Sidebar'],
          ['SkipLink'],
          ['ThemeProvider'],
          ['TwoColumnContent'],
        ].map(([name, file = name]) => [name, `./site/components/starlight/${file}.astro`]),
      ),
      sidebar: [{ label: 'Lessons', items: [{ autogenerate: { directory: 'lessons' } }] }],
      plugins: [starlightLinksValidator({ exclude: ['/', '/#*', '/labs/**'] })],
    }),
    mdx(),
    // Last: it compresses what the others have written.
    precompress(),
  ],
})
