import { launchPracticeAccount } from './launch/launch.ts'
import { readSettings } from './launch/settings.ts'
import { Shutdown } from './launch/shutdown.ts'

const say = (line: string) => console.log(line)
const shutdown = new Shutdown(say)

await shutdown.guard(async () => {
  const settings = readSettings(process.argv.slice(2), process.env)
  const { endpoint, runtime, home } = await launchPracticeAccount({ settings, shutdown, say })
  say(`The practice account answers at ${endpoint} (${runtime}).`)
  say(`State: ${home.folder}; its log is in logs/.`)
  say('A new account and its keys:')
  say(
    `  curl -X POST -H "Authorization: Bearer $(cat ${home.folder}/sandbox/admin-token)" ${endpoint}/_sandbox/accounts`,
  )
  say('Or any keys at all, as one account: stop it and start it with SANDBOX_AUTH=off.')
  say('Ctrl-C stops it; the next start has it as it was.')
})
