import { dev } from 'astro'
import { launchPracticeAccount, launchWorkshop, type LaunchOptions } from './launch/launch.ts'
import { claimPort } from './launch/ports.ts'
import { readSettings, ROOT } from './launch/settings.ts'
import { Shutdown } from './launch/shutdown.ts'
import { buildSite } from './launch/site-build.ts'

const say = (line: string) => console.log(line)
const shutdown = new Shutdown(say)

await shutdown.guard(async () => {
  const settings = readSettings(process.argv.slice(2), process.env)
  const options: LaunchOptions = {
    settings,
    shutdown,
    say,
    nodeArguments: ['--watch', '--watch-preserve-output'],
    meanwhile: home => buildSite(ROOT, home.log('site-build'), say),
  }
  const port = await claimPort(settings.port, 'PORT', 'workshop')
  const practice = await launchPracticeAccount(options)
  const workshop = await launchWorkshop(practice, port, options)
  const sitePort = await claimPort(port + 1, 'PORT', 'site')
  const site = await startSite(sitePort, new URL(workshop).origin)
  shutdown.atEnd('site', () => site.stop())
  say(`\nSign in at ${workshop}`)
  say(
    `then work at http://127.0.0.1:${sitePort}, where pages change as you save; the servers restart by themselves.`,
  )
})

/** Astro's own server for the pages; whatever is not a page it asks of the workshop, in the workshop's own name. */
function startSite(port: number, workshop: string) {
  const target = { target: workshop, changeOrigin: true, ws: true, headers: { origin: workshop } }
  return dev({
    root: ROOT,
    server: { host: '127.0.0.1', port },
    vite: { server: { proxy: { '/api': target, '/socket.io': target } } },
  })
}
