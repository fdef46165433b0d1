import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs'
import { processesOf } from '../test/processes-of.ts'
import { load } from './load.ts'
import type { Bench } from './measurement.ts'
import { openBenchAccount } from './practice-account.ts'
import { signedRequest } from './signed-request.ts'
import { createWebService } from './web-service.ts'

const ACCOUNTS = 200
/** A task that costs the machine nothing, so that what is measured is the practice account. */
const CATALOGUE = {
  images: [
    {
      ...{ name: 'public.ecr.aws/slipway/web', tags: ['1'], command: ['/bin/sleep', '100000'], cwd: '/' },
      ...{ environment: {}, port: 8080, portVariable: 'PORT', hostVariable: 'HOST' },
    },
  ],
}

/** Whether accounts slow one another: one account's answers, alone and among many with a running service each. */
export const bench: Bench = {
  title: `${ACCOUNTS} accounts`,
  async run() {
    const account = await openBenchAccount({ catalogue: CATALOGUE, timeScale: 10 })
    const ecs = new ECSClient(account.client)
    const others: string[] = []
    try {
      await createWebService(account, 1)
      const running = () => processesOf(`${account.home}/sandbox/`).filter(isTask).length
      await until(() => running() === 1)
      const describe = new DescribeServicesCommand({ cluster: 'bench', services: ['web'] })
      const request = await signedRequest(ecs, describe)
      await load(account.port, request, 2, 1)
      const alone = await load(account.port, request, 3, 1)
      const snapshot = (await account.admin('GET', `/${account.accountId}/snapshot`)) as object
      const started = performance.now()
      while (others.length < ACCOUNTS - 1) {
        const { accountId } = (await account.admin('POST', '', {})) as { accountId: string }
        others.push(accountId)
        await account.admin('PUT', `/${accountId}/snapshot`, snapshot)
      }
      await until(() => running() === ACCOUNTS)
      const seconds = (performance.now() - started) / 1000
      await pause(2000)
      const among = await load(account.port, request, 3, 1)
      const how = 'DescribeServices in one account, one kept connection'
      return [
        { name: 'one account alone, p50', value: alone.p50Ms, unit: 'ms', how },
        { name: 'one account alone, p99', value: alone.p99Ms, unit: 'ms', how },
        {
          name: `among ${ACCOUNTS}, p50`,
          value: among.p50Ms,
          unit: 'ms',
          how,
          aim: { atMost: Number((1.5 * alone.p50Ms).toPrecision(2)) },
        },
        { name: `among ${ACCOUNTS}, p99`, value: among.p99Ms, unit: 'ms', how },
        { name: 'until all their tasks run', value: seconds, unit: 's', how: 'a task each, as processes' },
        {
          name: 'practice account, memory',
          value: account.server.memoryMiB(),
          unit: 'MiB',
          how: `resident, with ${ACCOUNTS} tasks`,
        },
      ]
    } finally {
      ecs.destroy()
      for (const accountId of others) await account.admin('POST', `/${accountId}/reset`, {})
      await account.close()
    }
  },
}

function isTask(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').startsWith('/bin/sleep')
  } catch {
    return false
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let asked = 0; asked < 1200; asked++) {
    if (isSo()) return
    await pause(100)
  }
  throw new Error('The tasks did not all run within two minutes.')
}
