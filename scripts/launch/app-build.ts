import { buildIfStale } from './build-if-stale.ts'

/** Builds the uploads app, page and server, if its sources are other than at the last build. */
export function buildApp(root: string, logFile: string, say: (line: string) => void): Promise<void> {
  const vite = (part: string) => ['vite', 'build', '--config', `reference-app/${part}/vite.config.ts`]
  return buildIfStale(
    {
      id: 'app-build',
      name: 'uploads app',
      sources: ['reference-app/api', 'reference-app/web', 'reference-app/package.json', 'package-lock.json'],
      result: 'reference-app/dist/server.js',
      commands: [vite('web'), vite('api')],
    },
    { root, logFile, say },
  )
}
