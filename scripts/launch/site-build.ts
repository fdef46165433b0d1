import { buildIfStale } from './build-if-stale.ts'

/** Builds the site if its sources are other than at the last build. */
export function buildSite(root: string, logFile: string, say: (line: string) => void): Promise<void> {
  return buildIfStale(
    {
      id: 'site-build',
      name: 'site',
      sources: ['site', 'labs', 'lab-runner/contract.ts', 'astro.config.mjs', 'package-lock.json'],
      result: 'site/dist/index.html',
      commands: [['astro', 'build']],
    },
    { root, logFile, say },
  )
}
