import { launchPracticeAccount, launchWorkshop, type LaunchOptions } from './launch/launch.ts'
import { claimPort } from './launch/ports.ts'
import { openBrowser, readyLines } from './launch/report.ts'
import { readSettings, ROOT } from './launch/settings.ts'
import { Shutdown } from './launch/shutdown.ts'
import { buildSite } from './launch/site-build.ts'
import { describeMachine } from './setup/machine.ts'

const started = performance.now()
const say = (line: string) => console.log(line)
const shutdown = new Shutdown(say)

await shutdown.guard(async () => {
  const settings = readSettings(process.argv.slice(2), process.env)
  const options: LaunchOptions = {
    settings,
    shutdown,
    say,
    meanwhile: home => buildSite(ROOT, home.log('site-build'), say),
  }
  const port = await claimPort(settings.port, 'PORT', 'workshop')
  const practice = await launchPracticeAccount(options)
  const workshop = await launchWorkshop(practice, port, options)

  const seconds = (performance.now() - started) / 1000
  const lines = readyLines({
    workshop,
    practiceAccount: practice.endpoint,
    runtime: practice.runtime,
    home: practice.home.folder,
    seconds,
  })
  lines.forEach(say)
  if (settings.open) openBrowser(workshop)
  say('  This machine has')
  for (const line of await describeMachine()) say(`  ${line}`)
  say('\nCtrl-C stops everything; the next start has it as it was.')
})
